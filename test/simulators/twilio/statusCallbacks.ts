/**
 * Tells the customer's server how the call is going. They may arrive in another order, twice, or never.
 * https://www.twilio.com/docs/voice/api/call-resource#statuscallback
 */
import { CallbackPost, type Delivery } from './callbackPost.ts'
import type { CallEvent } from './twimlNouns.ts'

export type StatusEvent = CallEvent

/**
 * How the callbacks arrive. `reversed`: all at the end of the call, the last one first; their
 * `SequenceNumber` still tells the true order.
 */
export type StatusDelivery = 'normal' | 'reversed' | 'twice' | 'never' | Delivery

type Send = (params: Record<string, string>) => Promise<unknown>

export class StatusCallbacks {
  readonly #events: readonly StatusEvent[]
  readonly #delivery: StatusDelivery
  readonly #post: CallbackPost<Record<string, string>>
  #sequence = 0
  #held: Record<string, string>[] = []

  constructor(events: readonly StatusEvent[], delivery: StatusDelivery, send: Send) {
    this.#events = events
    this.#delivery = delivery
    this.#post = new CallbackPost(waysOf(delivery), send)
  }

  /** Reports an event with the call's fields as they are now. It does not wait for the answer. */
  report(event: StatusEvent, fields: Readonly<Record<string, string>>): void {
    if (!this.#events.includes(event) || this.#delivery === 'never') return
    const params = {
      ...fields,
      Timestamp: new Date().toUTCString().replace('GMT', '+0000'),
      CallbackSource: 'call-progress-events',
      SequenceNumber: String(this.#sequence),
    }
    this.#sequence += 1
    if (this.#delivery === 'reversed') {
      this.#held.unshift(params)
      return
    }
    this.#post.send(params)
  }

  /** Resolves once everything has been delivered. */
  async flush(): Promise<void> {
    for (const params of this.#held) this.#post.send(params)
    this.#held = []
    await this.#post.flush()
  }
}

function waysOf(delivery: StatusDelivery): Delivery {
  if (typeof delivery === 'object') return delivery
  return delivery === 'twice' ? { twice: true } : {}
}
