import type { PartListener } from '../../../call/ports.ts'
import type { RealtimeVoice } from './RealtimeVoice.ts'

type Side = 'ears' | 'mouth'

/**
 * Gives the ears and the mouth of a call the same session. Each may come first; one that comes back after
 * their session was lost opens the next, and the other finds that.
 */
export class SharedVoice {
  #latest: RealtimeVoice | null = null
  /** Who has not come to the latest session yet. */
  #awaited: Side | null = null
  readonly #open: (listener: PartListener) => RealtimeVoice

  /** `open` opens a session that can do both. */
  constructor(open: (listener: PartListener) => RealtimeVoice) {
    this.#open = open
  }

  sessionFor(side: Side, listener: PartListener): RealtimeVoice {
    if (this.#latest && !this.#latest.gone && this.#awaited === side) {
      this.#awaited = null
      return this.#latest
    }
    this.#latest = this.#open(listener)
    this.#awaited = side === 'ears' ? 'mouth' : 'ears'
    return this.#latest
  }
}
