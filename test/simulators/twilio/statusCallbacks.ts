/**
 * Tells the customer's server how the call is going. They may arrive in another order, twice, or never.
 * https://www.twilio.com/docs/voice/api/call-resource#statuscallback
 */
export type StatusEvent = 'initiated' | 'ringing' | 'answered' | 'completed'

/**
 * How the callbacks arrive. `reversed`: all at the end of the call, the last one first; their
 * `SequenceNumber` still tells the true order.
 */
export type StatusDelivery = 'normal' | 'reversed' | 'twice' | 'never'

type Send = (params: Record<string, string>) => Promise<unknown>

export class StatusCallbacks {
  readonly #events: readonly StatusEvent[]
  readonly #delivery: StatusDelivery
  readonly #send: Send
  #sequence = 0
  #held: Record<string, string>[] = []
  #sent: Promise<unknown> = Promise.resolve()

  constructor(events: readonly StatusEvent[], delivery: StatusDelivery, send: Send) {
    this.#events = events
    this.#delivery = delivery
    this.#send = send
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
    this.#deliver(params)
    if (this.#delivery === 'twice') this.#deliver(params)
  }

  /** Resolves once everything has been delivered. */
  async flush(): Promise<void> {
    for (const params of this.#held) this.#deliver(params)
    this.#held = []
    await this.#sent
  }

  #deliver(params: Record<string, string>): void {
    this.#sent = this.#sent.then(() => this.#send(params))
  }
}
