/** The inside of the phone company, as a call sees it: what it shares with the account's other calls. */
import type { Delivery } from './callbackPost.ts'
import type { CallOrder } from './outbound/order.ts'
import type { OutboundCall } from './outbound/OutboundCall.ts'
import type { Persons } from './persons/index.ts'
import type { Conferences } from './rooms/Conferences.ts'
import type { SipEndpoint } from './sip/endpoint.ts'
import type { Customer } from './webhooks.ts'

/** Things about which Twilio's documents say nothing, or too little. */
export interface Quirks {
  /**
   * Whose TwiML a call runs whose `<Dial>` is broken off by other TwiML: the new one, or what the
   * `<Dial>`'s `action` answers. The `action` is asked for in both cases.
   */
  modifiedDialRuns: 'new_twiml' | 'action'
  /** Whether a `<Dial>`'s `action` is asked for when its own caller hangs up. */
  actionAfterHangUp: boolean
}

export interface Exchange {
  readonly accountSid: string
  readonly customer: Customer
  /** How long a second of TwiML, of a `Timeout` and of the account's pace takes: 1,000 ms. */
  readonly secondMs: number
  /** `<Say>` takes no time and makes no sound, or both as it does on the phone. */
  readonly speech: 'instant' | 'spoken'
  readonly quirks: Quirks
  readonly persons: Persons
  readonly conferences: Conferences
  readonly sip: SipEndpoint | null
  /** How callbacks of calls that go out arrive. */
  readonly delivery: Delivery
  /** Rings somebody; those of the API wait for their turn. */
  call(order: CallOrder): OutboundCall
}
