/** The account's pace: calls of the API leave one after the other, others wait in line. */
import { setTimeout as sleep } from 'node:timers/promises'

export class Turns {
  readonly #everyMs: number
  #nextAt = 0

  constructor(everyMs: number) {
    this.#everyMs = everyMs
  }

  /** Resolves when a call may leave. Rejects when it is given up before. */
  async take(signal: AbortSignal): Promise<void> {
    const now = performance.now()
    const at = Math.max(now, this.#nextAt)
    this.#nextAt = at + this.#everyMs
    if (at > now) await sleep(at - now, undefined, { signal })
  }
}
