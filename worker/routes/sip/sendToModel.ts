import type { Context } from 'hono'
import { type Pass, PASS_HEADER, passFor } from '../../carriers/sip/pass.ts'
import { inviteAgent, LABELS, moveCaller } from '../../carriers/twilio/agentRoom.ts'
import { dialSip, joinRoom, sipUri, type Twiml } from '../../carriers/twilio/twiml.ts'
import { readConfig } from '../../config.ts'
import type { AnsweringAgent } from '../../data/answeringAgent.ts'
import type { App } from '../../http/app.ts'
import { askCall } from '../../http/sessionOf.ts'
import { logFailure, logWarning } from '../../lib/log.ts'
import { announce, signIn } from './incoming.ts'

/** What Twilio says of a call that comes in. */
interface Incoming {
  CallSid: string
  AccountSid?: string | undefined
  From: string
  To: string
  CallToken?: string | undefined
}

/**
 * Sends a caller to OpenAI's SIP connector, where the number's calls go there: by a dial, or into a room
 * where the agent comes as well. `null`: they come by a stream, or nothing is known of a connector.
 */
export async function sendToModel(
  c: Context<App>,
  form: Incoming,
  { way }: AnsweringAgent,
): Promise<Twiml | null> {
  if (way === 'stream') return null
  const { sip, publicUrl, twilio } = readConfig(c.env)
  const { CallSid: callSid, AccountSid: accountSid, From: from, To: to } = form
  if (!sip.address || (way === 'sip_conference' && !twilio.account)) {
    const missing = sip.address ? 'TWILIO_ACCOUNT_SID' : 'OPENAI_PROJECT_ID'
    logWarning(`A call goes by a stream: ${missing} is not set.`, { callSid })
    return null
  }
  const target = await targetOf(c, sip.address, { callSid, phoneNumber: to })
  await announce(c, callSid, { from, to, accountSid })
  const afterUrl = new URL('/twilio/sip-dialed', publicUrl ?? '').href
  if (way === 'sip_dial') return dialSip({ ...target, afterUrl })
  const statusUrl = new URL(`/twilio/agent-left?call=${callSid}`, publicUrl ?? '').href
  const callToken = form.CallToken ?? null
  const invited = { room: callSid, uri: sipUri(target), from, callToken, statusUrl }
  c.executionCtx.waitUntil(bringAgent(c, invited))
  return joinRoom({ name: callSid, label: LABELS.caller, afterUrl })
}

/** Sends a caller there again, whose call goes on. `to`: the number that they have called. */
export async function sendBack(c: Context<App>, callSid: string, to: string): Promise<Twiml> {
  const { sip, publicUrl } = readConfig(c.env)
  const target = await targetOf(c, sip.address ?? '', { callSid, phoneNumber: to })
  return dialSip({ ...target, afterUrl: new URL('/twilio/sip-dialed', publicUrl ?? '').href })
}

async function targetOf(c: Context<App>, address: string, call: Pass) {
  const value = await passFor(call, signIn(c), Date.now())
  return { address, pass: { header: PASS_HEADER, value } }
}

/** Brings the agent into the caller's room. Where that fails, nobody would come: the caller is told. */
async function bringAgent(
  c: Context<App>,
  invited: Parameters<typeof inviteAgent>[1],
): Promise<void> {
  const { account } = readConfig(c.env).twilio
  try {
    if (account) await inviteAgent(account, invited)
  } catch (error) {
    logFailure('The agent was not brought to its caller.', { callSid: invited.room }, error)
    await agentLeft(c, invited.room)
  }
}

/** The caller is alone in the room: they go on as their call says, which may be an apology. */
export async function agentLeft(c: Context<App>, callSid: string): Promise<void> {
  const { publicUrl, twilio } = readConfig(c.env)
  try {
    const isAlone = await askCall(c, callSid, async (call) => call.isAlone())
    if (!twilio.account || !isAlone) return
    await moveCaller(twilio.account, callSid, new URL('/twilio/sip-dialed', publicUrl ?? '').href)
  } catch (error) {
    // Mostly they have hung up, which is why the agent is gone.
    logWarning('A caller was not moved out of an empty room.', { callSid }, error)
  }
}
