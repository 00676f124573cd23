/** The inside of the phone company, as a call sees it: what it shares with the account's other calls. */
import type { CallOrder } from './outbound/order.ts'
import type { OutgoingCall } from './outbound/outgoing.ts'
import type { Conferences } from './rooms/Conferences.ts'

/** Things about which Twilio's documents say nothing, or too little. */
export interface Quirks {
  /**
   * Whose TwiML a call runs whose `<Dial>` is broken off by other TwiML: the new one, or what the
   * `<Dial>`'s `action` answers. The `action` is asked for in both cases.
   */
  modifiedDialRuns: 'new_twiml' | 'action'
  /** What becomes of `Status=canceled` for a call that was answered: error 21220, or 200 and nothing. */
  lateCancel: 'refused' | 'ignored'
  /** Whether a `<Dial>`'s `action` is asked for when its own caller hangs up. */
  actionAfterHangUp: boolean
}

export interface Exchange {
  /** How long a second of TwiML, of a `Timeout` and of the account's pace takes: 1,000 ms. */
  readonly secondMs: number
  /** `<Say>` takes no time and makes no sound, or both as it does on the phone. */
  readonly speech: 'instant' | 'spoken'
  readonly quirks: Quirks
  /** Whether somebody has this number or address. */
  isSomebodys(address: string): boolean
  readonly conferences: Conferences
  /** Rings somebody; those of the API wait for their turn. */
  call(order: CallOrder): OutgoingCall
}
