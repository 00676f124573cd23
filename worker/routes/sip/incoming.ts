import type { Context } from 'hono'
import type { AgentSnapshot } from '../../../convex/model/agent.ts'
import {
  calleeNamed,
  callerNamed,
  numbersCalled,
  type SipHeaders,
  valuesOf,
} from '../../carriers/sip/headers.ts'
import { conferenceNamed } from '../../carriers/sip/conference.ts'
import { PASS_HEADER, readPass, type Sign } from '../../carriers/sip/pass.ts'
import { trunkNote } from '../../carriers/sip/trunkNote.ts'
import { callerOf } from '../../carriers/twilio/caller.ts'
import { dataSettings, readConfig } from '../../config.ts'
import { installationKey } from '../../data/connection.ts'
import { actOnCall } from '../../engines/sip/calls.ts'
import type { App } from '../../http/app.ts'
import { askCall } from '../../http/sessionOf.ts'
import { whoAnswers, whoAnswersUnknown } from '../../http/whoAnswers.ts'
import { logWarning } from '../../lib/log.ts'
import { unlessOlder } from '../../lib/unlessOlder.ts'
import { DIRECTORY_NAME } from '../../objects/CallDirectory.ts'

/** https://www.rfc-editor.org/rfc/rfc3261#section-21 */
const SIP = { notFound: 404, busy: 486, notAcceptable: 488, unavailable: 503 } as const

/** Which call it is, and who answers it. `agent`: `null`: nobody; `undefined`: that is not known. */
interface Destination {
  callSid: string
  to: string
  agent: AgentSnapshot | null | undefined
  /** For operators. */
  note?: string | undefined
}

/** A call waits at OpenAI: whoever is meant answers it, or it is rejected. */
export async function answerIncoming(
  c: Context<App>,
  legId: string,
  headers: SipHeaders,
): Promise<void> {
  const { callSid, to, agent, note: named } = await destinationOf(c, legId, headers)
  if (agent === undefined) return reject(c, legId, SIP.unavailable, 'It is not known who answers.')
  if (agent === null) return reject(c, legId, SIP.notFound, `No agent answers ${to}.`)
  const from = callerNamed(headers)
  const notes = [named, callSid === legId ? trunkNote(agent) : undefined]
  const note = notes.filter((one) => one !== undefined).join(' ')
  const incoming = { callSid, from, to, carrier: 'sip', token: '', legId, agent, note }
  const rung = await askCall(c, callSid, (call) => call.ring(incoming))
  switch (rung) {
    case 'stream':
      return nameLeg(c, legId, callSid)
    case 'busy':
      return reject(c, legId, SIP.busy, 'All lines are taken.')
    case 'unfit':
      return reject(c, legId, SIP.notAcceptable, 'The agent’s engine cannot answer such a call.')
    case 'nobody':
      return reject(c, legId, SIP.notFound, `No agent answers ${to}.`)
    case 'over':
      return reject(c, legId, SIP.busy, 'The call is over, or has another leg.')
  }
}

/**
 * Our own pass names call and number. Without one it may be in a conference that somebody else has opened at
 * Twilio, whose caller is known there. Else it came over a trunk, and the number is looked for in what it
 * says of itself; no number of ours: the agent answers who takes such calls.
 */
async function destinationOf(
  c: Context<App>,
  legId: string,
  headers: SipHeaders,
): Promise<Destination> {
  const sign = signIn(c)
  for (const value of valuesOf(headers, PASS_HEADER)) {
    const pass = await readPass(value, sign, Date.now())
    if (!pass) continue
    const { callSid, phoneNumber: to } = pass
    return { callSid, to, agent: await whoAnswers(c, to) }
  }
  const { twilio, publicUrl } = readConfig(c.env)
  const named = await conferenceNamed(headers, { account: twilio.account, publicUrl })
  const note = named?.note
  if (named?.caller) {
    const { callSid, from, to } = named.caller
    await announce(c, callSid, { from, to, accountSid: twilio.account?.accountSid })
    return { callSid, ...(await answererOf(c, [to, ...numbersCalled(headers)], to)), note }
  }
  const found = await answererOf(c, numbersCalled(headers), calleeNamed(headers))
  return { callSid: legId, ...found, note }
}

/** Tells a call what Twilio says of its caller, before the model's vendor brings them. */
export async function announce(
  c: Context<App>,
  callSid: string,
  { from, to, accountSid }: { from: string; to: string; accountSid: string | undefined },
): Promise<void> {
  const announced = { from: callerOf(from), to, ...(accountSid && { accountSid }) }
  await askCall(c, callSid, (call) => call.announce(announced))
}

/** Who answers the first of these numbers that is ours; else who takes other calls, which are for `named`. */
async function answererOf(
  c: Context<App>,
  numbers: readonly string[],
  named: string,
): Promise<Pick<Destination, 'to' | 'agent'>> {
  for (const to of new Set(numbers)) {
    const agent = await whoAnswers(c, to)
    if (agent !== null) return { to, agent }
  }
  return { to: named, agent: await whoAnswersUnknown(c) }
}

/** What this installation signs the passes of its calls with. */
export function signIn(c: Context<App>): Sign {
  return async (text) => (await installationKey(dataSettings(c.env))).pseudonym(text)
}

async function nameLeg(c: Context<App>, legId: string, callSid: string): Promise<void> {
  if (legId === callSid) return
  const directory = c.env.DIRECTORY.getByName(DIRECTORY_NAME)
  await unlessOlder(directory.nameLeg(legId, callSid), undefined)
}

async function reject(
  c: Context<App>,
  legId: string,
  status_code: number,
  why: string,
): Promise<void> {
  logWarning('A call over SIP was rejected.', { legId, status_code, why })
  const { openai } = readConfig(c.env)
  if (!openai) return
  const refused = await actOnCall(openai, legId, { do: 'reject', with: { status_code } })
  if (refused) logWarning('A call over SIP was not rejected.', { legId, why: refused.cause })
}
