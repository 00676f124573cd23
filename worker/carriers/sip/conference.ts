import { CALL_SID, callerBeside, type SeatedCaller } from '../twilio/conferences.ts'
import { type TwilioAccount, whyRefused } from '../twilio/rest.ts'
import { inTime } from '../../lib/inTime.ts'
import { logWarning } from '../../lib/log.ts'
import { PlainError } from '../../lib/PlainError.ts'
import { type SipHeaders, valuesOf } from './headers.ts'

/** The header by which others name the conference that a call is in. */
const CONFERENCE_HEADER = 'X-conferenceName'
/** What Twilio calls the leg that it has sent. https://www.twilio.com/docs/voice/twiml/sip#custom-headers */
const LEG_HEADER = 'X-Twilio-CallSid'

/** How long Twilio may take to say who is in the conference, in ms: a caller hears nothing meanwhile. */
const PATIENCE_MS = 1_500
const late = (): PlainError => new PlainError('Twilio did not say who is in it in time.')

/** What a call that names a conference may rely on. */
export interface Means {
  account: TwilioAccount | null
  /** Where Twilio reaches us, as it must to bring a caller back. */
  publicUrl: string | null
}

/** `caller`: of whom Twilio says that they are in that conference; `null`: the conference is not used. */
export interface Named {
  caller: SeatedCaller | null
  /** For operators. */
  note: string
}

/**
 * The caller whom a call's conference brings to the agent; `null`: it names none. Anybody could have named
 * it, so Twilio is asked whether this very leg is there. Never rejects.
 */
export async function conferenceNamed(headers: SipHeaders, means: Means): Promise<Named | null> {
  const [name] = valuesOf(headers, CONFERENCE_HEADER)
  if (name === undefined) return null
  const found = await callerIn(name, headers, means)
  if (typeof found !== 'string') return { caller: found, note: 'Twilio confirms its conference.' }
  return {
    caller: null,
    note: `It names a conference (${CONFERENCE_HEADER}), which is not used: ${found}.`,
  }
}

async function callerIn(
  name: string,
  headers: SipHeaders,
  { account, publicUrl }: Means,
): Promise<SeatedCaller | string> {
  if (!account) return 'TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are not set'
  if (publicUrl === null) return 'PUBLIC_URL is not set'
  const leg = valuesOf(headers, LEG_HEADER).find((value) => CALL_SID.test(value))
  if (leg === undefined) return `it does not say which leg of Twilio’s it is (${LEG_HEADER})`
  try {
    return await inTime(callerBeside(account, { name, leg }), PATIENCE_MS, late)
  } catch (error) {
    const why = whyRefused(error)
    logWarning('A call’s conference could not be looked up.', { leg, why })
    return why.replace(/\.$/, '')
  }
}
