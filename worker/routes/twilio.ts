import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import * as z from 'zod'
import type { Locale } from '../../convex/model/locales.ts'
import type { NextStep } from '../call/nextStep.ts'
import { sentencesIn } from '../call/prompts/index.ts'
import { callerOf } from '../carriers/twilio/caller.ts'
import { connectStream, hangUp, sayAndHangUp } from '../carriers/twilio/twiml.ts'
import type { App } from '../http/app.ts'
import { formBody } from '../http/formBody.ts'
import { askCall, sessionOf } from '../http/sessionOf.ts'
import { agentLeft, sendToModel } from './sip/sendToModel.ts'
import { whoAnswers } from '../http/whoAnswers.ts'
import { twiml } from '../http/twimlAnswer.ts'
import { twilioSignature } from '../http/twilioSignature.ts'
import { logFailure, logWarning } from '../lib/log.ts'
import { apology, defaultLocale, goOn, streamOf } from './twilioAnswers.ts'

/** https://www.twilio.com/docs/voice/twiml#request-parameters */
const callSidSchema = z.string().regex(/^CA[0-9a-f]{32}$/i)
/** A caller without a number may come without `From`. */
const incomingSchema = z.object({
  CallSid: callSidSchema,
  AccountSid: z.string().max(64).optional(),
  From: z.string().max(256).default(''),
  To: z.string().max(256),
  /** Lets others be called in the caller's name. */
  CallToken: z.string().max(4096).optional(),
})
/** https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus */
const dialedSchema = z.object({ CallSid: callSidSchema, DialCallStatus: z.string().max(20) })
/** Without a status where the caller was moved here by us. */
const sipDialedSchema = incomingSchema.extend({ DialCallStatus: z.string().max(20).default('') })
const WERE_CONNECTED = new Set(['completed', 'answered'])
const statusSchema = z.object({
  CallSid: callSidSchema,
  CallStatus: z.string().max(20),
  /** Of a call that nobody answered it may be empty. */
  CallDuration: z
    .string()
    .regex(/^\d*$/)
    .transform((seconds) => (seconds === '' ? null : Number(seconds)))
    .optional(),
})

/** https://www.twilio.com/docs/messaging/guides/track-outbound-message-status */
const messageSchema = z.object({
  MessageSid: z.string().regex(/^(SM|MM)[0-9a-f]{32}$/i),
  MessageStatus: z.string().max(20),
  ErrorCode: z.coerce.number().int().optional(),
})

/** Which attempt's room a caller has left; `null`: none. */
const attemptSchema = z.coerce.number().int().min(1).nullable().catch(null)

const POST_ONLY = 'Twilio has no business here: the webhooks take POST.'

/** A call comes in. Other systems have this door elsewhere, so it is mounted under their names, too. */
export const incomingCall = new Hono<App>()
  .use(twilioSignature)
  .post('/', formBody(incomingSchema), (c) => answer(c, c.req.valid('form')))
  .all('/', (c) => c.text(POST_ONLY, 405))
  .onError(apologise)

export const twilio = new Hono<App>()
  .use(twilioSignature)
  .get('/media/:callSid', async (c) => {
    if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') {
      return c.text('This is a WebSocket: the media stream of one call.', 426)
    }
    return sessionOf(c, c.req.param('callSid')).fetch(c.req.raw)
  })
  .post('/resume', formBody(incomingSchema), async (c) => {
    const form = c.req.valid('form')
    const next = await askNext(c, form.CallSid, attemptSchema.parse(c.req.query('room')))
    return next.do === 'ring' ? answer(c, form) : goOn(c, form.CallSid, next)
  })
  .post('/status', formBody(statusSchema), async (c) => {
    const { CallSid, CallStatus, CallDuration } = c.req.valid('form')
    // Twilio has no use for what comes of it, and gives up after 15 seconds.
    const told = askCall(c, CallSid, (call) => call.carrierSays(CallStatus, CallDuration ?? null))
    c.executionCtx.waitUntil(
      told.catch((error) =>
        logFailure('A request of Twilio’s failed.', { path: c.req.path }, error),
      ),
    )
    return c.body(null, 204)
  })
  .post('/sms-status', formBody(messageSchema), async (c) => {
    const callSid = callSidSchema.safeParse(c.req.query('call')).data
    if (callSid === undefined) return c.text('No call of ours has sent this.', 404)
    const {
      MessageSid: sid,
      MessageStatus: status,
      ErrorCode: errorCode = null,
    } = c.req.valid('form')
    const told = askCall(c, callSid, (call) => call.messageSays({ sid, status, errorCode }))
    c.executionCtx.waitUntil(
      told.catch((error) =>
        logFailure('A request of Twilio’s failed.', { path: c.req.path }, error),
      ),
    )
    return c.body(null, 204)
  })
  .post('/fallback', formBody(incomingSchema), async (c) => {
    const { CallSid: callSid, From: from, To: to } = c.req.valid('form')
    logWarning('Twilio came to the fallback: the webhook failed before.', { callSid })
    const known = await askNext(c, callSid)
    if (known.do !== 'ring') return goOn(c, callSid, known)
    const { locale = null, fallbackNumber = null } = (await whoAnswers(c, to))?.voice ?? {}
    const next = { why: 'failed', from: callerOf(from), to, locale, fallbackNumber } as const
    return twiml(c, await apology(c, next))
  })
  .post('/dialed', formBody(dialedSchema), async (c) => {
    const { CallSid: callSid, DialCallStatus: outcome } = c.req.valid('form')
    if (WERE_CONNECTED.has(outcome)) return twiml(c, hangUp())
    const next = await askNext(c, callSid)
    const locale = (next.do === 'apologise' ? next.locale : null) ?? defaultLocale(c)
    return twiml(c, sayAndHangUp({ sentence: sentencesIn(locale).nobodyAnswered, locale }))
  })
  .post('/sip-dialed', formBody(sipDialedSchema), async (c) => {
    const { CallSid: callSid, From: from, To: to, DialCallStatus: outcome } = c.req.valid('form')
    const next: NextStep = await askCall(c, callSid, async (call) => call.parted())
    if (next.do !== 'ring') return goOn(c, callSid, next)
    if (WERE_CONNECTED.has(outcome)) return twiml(c, hangUp())
    // The model's vendor never told of the call.
    const { locale = null, fallbackNumber = null } = (await whoAnswers(c, to))?.voice ?? {}
    const lost = { why: 'failed', from: callerOf(from), to, locale, fallbackNumber } as const
    return twiml(c, await apology(c, lost))
  })
  .post('/agent-left', formBody(statusSchema), (c) => {
    const callSid = callSidSchema.safeParse(c.req.query('call')).data
    if (callSid === undefined) return c.text('No call of ours has invited this agent.', 404)
    c.executionCtx.waitUntil(agentLeft(c, callSid))
    return c.body(null, 204)
  })
  .all('*', (c) => c.text(POST_ONLY, 405))
  .onError(apologise)

/** A call comes in. */
async function answer(c: Context<App>, form: z.infer<typeof incomingSchema>): Promise<Response> {
  const { CallSid: callSid, AccountSid: accountSid, From: from, To: to } = form
  const agent = await whoAnswers(c, to)
  const apart = agent && (await sendToModel(c, form, agent))
  if (apart) return twiml(c, apart)
  const locale = agent?.voice.locale ?? defaultLocale(c)
  const token = crypto.randomUUID()
  const incoming = { callSid, from: callerOf(from), to, carrier: 'twilio', token, accountSid }
  const rung = await askCall(c, callSid, (call) => call.ring({ ...incoming, agent: agent ?? null }))
  switch (rung) {
    case 'stream':
      return twiml(c, connectStream(streamOf(c.env, callSid, token)))
    case 'busy':
      return twiml(c, sayAndHangUp({ sentence: sentencesIn(locale).busy, locale }))
    case 'nobody':
    case 'unfit':
      return twiml(c, sayAndHangUp({ sentence: nobodySays(agent, locale), locale }))
    case 'over':
      return twiml(c, hangUp())
  }
}

/** What its object wants to become of a call whose stream has ended, or whose caller has left a `room`. */
async function askNext(
  c: Context<App>,
  callSid: string,
  room: number | null = null,
): Promise<NextStep> {
  return askCall(c, callSid, async (call) => call.next(crypto.randomUUID(), room))
}

/**
 * Something broke. Of any status but 200 Twilio ignores the body, and the caller hears that an
 * application error has occurred.
 */
function apologise(error: Error, c: Context<App>): Promise<Response> | Response {
  if (error instanceof HTTPException) return c.text(error.message, error.status)
  logFailure('A request of Twilio’s failed.', { path: c.req.path }, error)
  const locale = defaultLocale(c)
  return twiml(c, sayAndHangUp({ sentence: sentencesIn(locale).failed, locale }))
}

/** What a caller hears whom nobody answers: that is known, or it could not be found out. */
function nobodySays(agent: unknown, locale: Locale): string {
  const { unknownNumber, failed } = sentencesIn(locale)
  return agent === null ? unknownNumber : failed
}
