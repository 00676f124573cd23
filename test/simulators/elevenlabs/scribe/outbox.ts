/** What ears have to say, in order, each when it is ready and not before its time. */
import { setTimeout as sleep } from 'node:timers/promises'

export class Outbox {
  readonly #delayMs: number
  #last: Promise<void> = Promise.resolve()

  constructor(delayMs: number) {
    this.#delayMs = delayMs
  }

  put(text: Promise<string> | string, send: (text: string) => void): void {
    const ready = Promise.all([text, sleep(this.#delayMs, undefined, { ref: false })])
    this.#last = Promise.all([ready, this.#last]).then(([[said]]) => send(said))
  }
}
