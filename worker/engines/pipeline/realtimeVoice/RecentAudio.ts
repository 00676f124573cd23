import { durationMs } from '../../../lib/base64Audio.ts'

/** The audio that came last, as far back as so many ms. */
export class RecentAudio {
  readonly #keptMs: number
  #payloads: string[] = []
  #heldMs = 0

  constructor(keptMs: number) {
    this.#keptMs = keptMs
  }

  add(payload: string): void {
    this.#payloads.push(payload)
    this.#heldMs += durationMs(payload)
    while (this.#heldMs > this.#keptMs) this.#heldMs -= durationMs(this.#payloads.shift() ?? '')
  }

  /** All of it, oldest first; it is forgotten. */
  take(): string[] {
    const taken = this.#payloads
    this.#payloads = []
    this.#heldMs = 0
    return taken
  }
}
