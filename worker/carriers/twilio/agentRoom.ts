/** Conferences: rooms where a caller and others meet. https://www.twilio.com/docs/voice/api/conference-participant-resource */
import * as z from 'zod'
import { askTwilioApi, type TwilioAccount } from './rest.ts'

/** What callers and agents are called in a room. */
export const LABELS = { caller: 'customer', agent: 'virtual agent' } as const

export interface InvitedAgent {
  /** The room's name. */
  room: string
  /** The SIP address, with what goes along. */
  uri: string
  /** Whom the agent's side sees: the caller's own number, for which `callToken` vouches; else one of ours. */
  from: string
  callToken: string | null
  /** Twilio tells it when the agent's leg has ended. */
  statusUrl: string
}

const participantSchema = z.object({ call_sid: z.string() })

/** Brings an agent into a room; returns Twilio's name for its leg. Throws a `PlainError`. */
export async function inviteAgent(
  account: TwilioAccount,
  { room, uri, from, callToken, statusUrl }: InvitedAgent,
): Promise<string> {
  const path = `/Conferences/${encodeURIComponent(room)}/Participants.json`
  const { call_sid } = await askTwilioApi(account, path, participantSchema, {
    From: from,
    To: uri,
    Label: LABELS.agent,
    EarlyMedia: 'false',
    Beep: 'false',
    // The caller stays when the agent goes: somebody else may come.
    EndConferenceOnExit: 'false',
    StatusCallback: statusUrl,
    StatusCallbackEvent: 'completed',
    ...(callToken === null ? {} : { CallToken: callToken }),
  })
  return call_sid
}

const callSchema = z.object({ sid: z.string() })

/** Lets a caller go on with what this address answers. Throws a `PlainError`. */
export async function moveCaller(
  account: TwilioAccount,
  callSid: string,
  url: string,
): Promise<void> {
  await askTwilioApi(account, `/Calls/${callSid}.json`, callSchema, { Url: url, Method: 'POST' })
}
