import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { AgentSnapshot } from '../../convex/model/agent.ts'
import { connectStream, hangUp, sayAndDial, sayAndHangUp } from '../carriers/twilio/twiml.ts'
import { type Bindings, dataSettings, readConfig } from '../config.ts'
import { callData } from '../data/index.ts'
import type { App } from '../http/app.ts'
import { formBody } from '../http/formBody.ts'
import { asWebSocket, twilioSignature } from '../http/twilioSignature.ts'
import { logFailure, logWarning } from '../lib/log.ts'
import { DIRECTORY_NAME } from '../objects/CallDirectory.ts'
import { SENTENCES } from './sentences.ts'

/** https://www.twilio.com/docs/voice/twiml#request-parameters */
const callSidSchema = z.string().regex(/^CA[0-9a-f]{32}$/i)
const incomingSchema = z.object({
  CallSid: callSidSchema,
  AccountSid: z.string().optional(),
  From: z.string(),
  To: z.string(),
})
const resumeSchema = z.object({ CallSid: callSidSchema })
const statusSchema = z.object({
  CallSid: callSidSchema,
  CallStatus: z.string().max(20),
  CallDuration: z.coerce.number().int().min(0).optional(),
})

const POST_ONLY = 'Twilio has no business here: the webhooks take POST.'

/** How long the data layer may take to say who answers a number, in ms: the caller is waiting. */
const LOOKUP_MS = 1_500

/** A call comes in. Other systems have this door elsewhere, so it is mounted under their names, too. */
export const incomingCall = new Hono<App>()
  .use(twilioSignature)
  .post('/', formBody(incomingSchema), async (c) => {
    const { CallSid: callSid, AccountSid: accountSid, From: from, To: to } = c.req.valid('form')
    const directory = c.env.DIRECTORY.getByName(DIRECTORY_NAME)
    const limit = readConfig(c.env).maxConcurrentCalls
    const [agent, admitted] = await Promise.all([
      whoAnswers(c, to),
      directory.admit(callSid, limit),
    ])
    if (!agent || !admitted) {
      c.executionCtx.waitUntil(admitted ? directory.release(callSid) : Promise.resolve())
      return twiml(c, sayAndHangUp(agent ? SENTENCES.busy : nobodySays(agent)))
    }
    const token = crypto.randomUUID()
    const ringing = sessionOf(c, callSid).ring({
      callSid,
      from,
      to,
      carrier: 'twilio',
      agent,
      token,
      accountSid,
    })
    c.executionCtx.waitUntil(ringing)
    return twiml(c, connectStream(streamOf(c.env, callSid, token)))
  })
  .all('/', (c) => c.text(POST_ONLY, 405))

export const twilio = new Hono<App>()
  .use(twilioSignature)
  .get('/media/:callSid', async (c) => {
    if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') {
      return c.text('This is a WebSocket: the media stream of one call.', 426)
    }
    return sessionOf(c, c.req.param('callSid')).fetch(c.req.raw)
  })
  .post('/resume', formBody(resumeSchema), async (c) => {
    const { CallSid: callSid } = c.req.valid('form')
    const next = await sessionOf(c, callSid).next(crypto.randomUUID())
    switch (next.do) {
      case 'hang_up':
        return twiml(c, hangUp())
      case 'stream':
        return twiml(c, connectStream(streamOf(c.env, callSid, next.token)))
      case 'apologise':
        return twiml(c, apology(next.why, next.fallbackNumber))
    }
  })
  .post('/status', formBody(statusSchema), async (c) => {
    const { CallSid, CallStatus, CallDuration } = c.req.valid('form')
    await sessionOf(c, CallSid).carrierSays(CallStatus, CallDuration ?? null)
    return c.body(null, 204)
  })
  .post('/fallback', formBody(incomingSchema), async (c) => {
    const { CallSid: callSid, To: to } = c.req.valid('form')
    logWarning('Twilio came to the fallback: the webhook failed before.', { callSid })
    const agent = await whoAnswers(c, to)
    return twiml(c, apology('failed', agent?.voice.fallbackNumber ?? null))
  })
  .all('*', (c) => c.text(POST_ONLY, 405))

/** What a caller hears whom nobody answers: that is known, or it could not be found out. */
function nobodySays(agent: null | undefined): string {
  return agent === null ? SENTENCES.unknownNumber : SENTENCES.failed
}

function sessionOf(c: Context<App>, callSid: string) {
  const { locationHint } = readConfig(c.env)
  return c.env.CALLS.getByName(callSid, { locationHint })
}

/**
 * Who answers this number: by the data layer, or by its last good answer when it is too slow.
 * `null`: nobody; `undefined`: that could not be found out.
 */
async function whoAnswers(
  c: Context<App>,
  phoneNumber: string,
): Promise<AgentSnapshot | null | undefined> {
  const directory = c.env.DIRECTORY.getByName(DIRECTORY_NAME)
  try {
    const lookup = callData(dataSettings(c.env)).resolveNumber(phoneNumber)
    const agent = await inTime(lookup, LOOKUP_MS)
    c.executionCtx.waitUntil(directory.remember(phoneNumber, agent))
    return agent
  } catch (error) {
    logFailure('The number was not looked up; its last known agent answers.', {}, error)
    return directory.recall(phoneNumber)
  }
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const late = scheduler.wait(ms).then(() => {
    throw new Error(`No answer within ${ms} ms.`)
  })
  return Promise.race([work, late])
}

function streamOf(env: Bindings, callSid: string, token: string) {
  const { publicUrl } = readConfig(env)
  const base = publicUrl ?? ''
  const url = asWebSocket(new URL(`/twilio/media/${callSid}`, base)).href
  return { url, token, resumeUrl: new URL('/twilio/resume', base).href }
}

function apology(why: 'failed' | 'not_configured', fallbackNumber: string | null): string {
  if (fallbackNumber) return sayAndDial(SENTENCES.transferring, fallbackNumber)
  return sayAndHangUp(why === 'failed' ? SENTENCES.failed : SENTENCES.notConfigured)
}

function twiml(c: Context, document: string): Response {
  return c.body(document, 200, { 'content-type': 'text/xml; charset=utf-8' })
}
