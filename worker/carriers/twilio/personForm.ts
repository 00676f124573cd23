import { highCostKind } from '../../../convex/lib/highCostKind.ts'
import { isE164 } from '../../../convex/model/phoneNumber.ts'
import type { Destination, TransferTarget } from '../../../convex/model/transfer.ts'
import type { CalledFor } from '../module.ts'
import type { TwilioForm } from './rest.ts'
import { addressesOf } from './rooms.ts'

/** A call for whose caller Twilio can ring somebody. */
export type Line = CalledFor & { publicUrl: string }

/** The longest that Twilio listens before it says that it cannot tell, in seconds. */
const LISTEN_SEC = 5

/**
 * What Twilio is asked to ring a person with. A sentence says why nobody is to be asked at all.
 * https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
 */
export function personForm(line: Line, attempt: number, to: Destination): TwilioForm | string {
  const { target } = to
  const from = callerId(line, target)
  if (from === null) {
    return 'There is no number of yours to call from: set TWILIO_PHONE_NUMBER to one.'
  }
  const { callSid, publicUrl } = line
  const { pickedUp, status, amd } = addressesOf({ callSid, attempt, publicUrl })
  return {
    To: target.kind === 'phone' ? target.phoneNumber : target.uri,
    From: from,
    Url: pickedUp,
    Method: 'POST',
    StatusCallback: status,
    StatusCallbackMethod: 'POST',
    StatusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    Timeout: String(to.ringSec),
    ...whoPicksUp(target, amd),
  }
}

/** Keys after the answer switch Twilio's detection of machines off: a person behind them presses 1. */
function whoPicksUp(target: TransferTarget, amdUrl: string): TwilioForm {
  if (target.kind === 'phone' && target.extension !== '') return { SendDigits: target.extension }
  return {
    MachineDetection: 'Enable',
    MachineDetectionTimeout: String(LISTEN_SEC),
    AsyncAmd: 'true',
    AsyncAmdStatusCallback: amdUrl,
    AsyncAmdStatusCallbackMethod: 'POST',
  }
}

/**
 * Whom the person sees: the number that was called, which is the account's. Twilio refuses any other
 * for a phone, and takes whatever a SIP address can hold for a SIP phone.
 */
function callerId({ to, ownNumber }: Line, target: TransferTarget): string | null {
  if (isE164(to)) return to
  if (ownNumber !== null) return ownNumber
  if (target.kind === 'phone') return null
  return /^sips?:([\w+.-]+)@/i.exec(to)?.[1] ?? 'switchboard'
}

/** Why this is never rung, in a sentence; `null`: it may be. */
export async function whyNeverRung(
  { leadsHere }: Pick<CalledFor, 'leadsHere'>,
  target: TransferTarget,
): Promise<string | null> {
  if (target.kind === 'sip') return null
  const { phoneNumber } = target
  const kind = highCostKind(phoneNumber)
  if (kind !== null) return `${phoneNumber} is ${kind}, and is never called.`
  if (!(await leadsHere(phoneNumber))) return null
  return `${phoneNumber} is answered here: the call would come back.`
}
