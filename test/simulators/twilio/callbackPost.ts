/**
 * Delivers callbacks, one after the other as they happen, or as badly as a network can: late, twice, in
 * another order. None of it is ever said to be wrong by Twilio's documents.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { randomSequence } from '../audio/sounds.ts'

export interface Delivery {
  /** How late each comes, in ms. */
  lateMs?: number
  /** Each waits up to so long beside, for itself: later ones overtake. */
  shuffleMs?: number
  twice?: boolean
}

export class CallbackPost<Message> {
  readonly #delivery: Delivery
  readonly #send: (message: Message) => Promise<unknown>
  readonly #chance = randomSequence(23)
  #sent: Promise<unknown> = Promise.resolve()

  constructor(delivery: Delivery, send: (message: Message) => Promise<unknown>) {
    this.#delivery = delivery
    this.#send = send
  }

  /** Does not wait for the answer. */
  send(message: Message): void {
    this.#deliver(message)
    if (this.#delivery.twice) this.#deliver(message)
  }

  /** Resolves once everything has been delivered. */
  async flush(): Promise<void> {
    await this.#sent
  }

  #deliver(message: Message): void {
    const { lateMs = 0, shuffleMs } = this.#delivery
    const before = this.#sent
    const wait = shuffleMs === undefined ? lateMs : lateMs + this.#chance() * shuffleMs
    const due = wait === 0 ? Promise.resolve() : sleep(wait)
    const mine = shuffleMs === undefined ? Promise.all([before, due]) : due
    this.#sent = Promise.all([before, mine.then(() => this.#send(message))])
  }
}
