/** Who is in a conference. https://www.twilio.com/docs/voice/api/conference-resource */
import * as z from 'zod'
import { askTwilioApi, type TwilioAccount, TwilioRefusal } from './rest.ts'

const CONFERENCE_SID = /^CF[0-9a-f]{32}$/i
export const CALL_SID = /^CA[0-9a-f]{32}$/i

const conferenceSchema = z.object({
  sid: z.string(),
  friendly_name: z.string(),
  status: z.string(),
})
const conferencesSchema = z.object({ conferences: z.array(conferenceSchema) })
const participantsSchema = z.object({ participants: z.array(z.object({ call_sid: z.string() })) })
const callSchema = z.object({ from: z.string(), to: z.string(), direction: z.string() })

/** A caller as Twilio knows them. */
export interface SeatedCaller {
  callSid: string
  from: string
  /** The number that they have called. */
  to: string
}

/**
 * The caller in a conference of ours that is not over, where this leg is in it, or is called into it, and
 * nobody else is. `name`: a friendly name or a SID. A sentence says why there is none. Throws a `PlainError`
 * where Twilio does not answer.
 */
export async function callerBeside(
  account: TwilioAccount,
  { name, leg }: { name: string; leg: string },
): Promise<SeatedCaller | string> {
  const rooms = await openRooms(account, name)
  if (rooms.length === 0) return 'no conference of that name is in progress in this account'
  for (const { sid } of rooms) {
    const seated = await seatsOf(account, sid)
    if (!seated.includes(leg)) continue
    const [callSid, ...more] = seated.filter((one) => one !== leg)
    if (callSid === undefined) return 'nobody else is in it yet'
    if (more.length > 0) return 'more than one other is in it, and it is not known who calls'
    const call = await askTwilioApi(account, `/Calls/${callSid}.json`, callSchema)
    if (call.direction !== 'inbound') return 'the other one in it has not called us'
    return { callSid, from: call.from, to: call.to }
  }
  return 'this call is not in the conference of that name'
}

/** While an agent is called, its caller is alone, and a conference of one has not begun. */
const NOT_OVER = ['init', 'in-progress']

async function openRooms(account: TwilioAccount, name: string) {
  const found = CONFERENCE_SID.test(name)
    ? [unlessUnknown(askTwilioApi(account, `/Conferences/${name}.json`, conferenceSchema))]
    : NOT_OVER.map((status) => roomsNamed(account, name, status))
  const rooms = (await Promise.all(found)).flatMap((room) => room ?? [])
  return rooms.filter(({ status }) => NOT_OVER.includes(status))
}

async function roomsNamed(account: TwilioAccount, name: string, status: string) {
  const asked = new URLSearchParams({ FriendlyName: name, Status: status })
  const path = `/Conferences.json?${asked}`
  const { conferences } = await askTwilioApi(account, path, conferencesSchema)
  // What their filter takes for the same name is not promised.
  return conferences.filter(({ friendly_name }) => friendly_name === name)
}

async function seatsOf(account: TwilioAccount, room: string): Promise<string[]> {
  const path = `/Conferences/${room}/Participants.json`
  const found = await unlessUnknown(askTwilioApi(account, path, participantsSchema))
  return (found?.participants ?? []).map(({ call_sid }) => call_sid)
}

/** A conference is over between two questions. */
async function unlessUnknown<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof TwilioRefusal && error.status === 404) return null
    throw error
  }
}
