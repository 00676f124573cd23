/** What an outgoing call is to do. */
import type { CALL_EVENTS, Subscription } from '../twimlNouns.ts'
import type { Verb } from '../twiml.ts'
import type { SipLine } from '../../lib/sip.ts'

/** Where a call's first TwiML is. */
export type FirstDocument =
  | { url: string; method: 'GET' | 'POST' }
  | { twiml: string }
  /** As the API puts a call into a conference. */
  | { verbs: readonly Verb[] }

/** https://www.twilio.com/docs/voice/answering-machine-detection */
export interface AmdOrder {
  mode: 'Enable' | 'DetectMessageEnd'
  /** The TwiML does not wait for it. */
  async: boolean
  callback: { url: string; method: 'GET' | 'POST' } | null
  timeoutSec: number
}

export interface CallOrder {
  /** E.164, `sip:…` or `client:…`. */
  to: string
  from: string
  direction: 'outbound-api' | 'outbound-dial'
  parentCallSid: string | null
  /** `null`: none; they meet whoever dialled them at once. */
  first: FirstDocument | null
  fallbackUrl: string | null
  /** What follows when the TwiML has run out: they talk to whoever dialled them. */
  meet: ((signal: AbortSignal) => Promise<void>) | null
  told: Subscription<(typeof CALL_EVENTS)[number]> | null
  timeoutSec: number
  /** `null`: four hours. */
  timeLimitSec: number | null
  sendDigits: string
  amd: AmdOrder | null
  /** A SIP endpoint that was called sends a REFER; gives the status of its answer. */
  refer?: (target: string, line: SipLine) => number
}
