import type { CallEvent, CarrierEffect } from '../call/events.ts'
import type { JournalEntry } from '../call/journal.ts'
import type { CallRecord } from '../call/record.ts'
import type { CallState } from '../call/state.ts'
import { logFailure } from '../lib/log.ts'

/**
 * Somebody who listens in, beside the call: a tap hears and sees, and changes nothing. Audio is base64
 * µ-law, 8 kHz; times are epoch ms.
 */
export interface Tap {
  /** A frame of the caller's went to the engine. */
  caller?(payload: string, atMs: number): void
  /** A piece of our side's went to the caller; with a mark, that comes back as `carrier.mark`. */
  agent?(payload: string, mark: string | null, atMs: number): void
  /** What was sent and not played was dropped. */
  cleared?(atMs: number): void
  /** Something happened, and changed the call so. */
  happened?(event: CallEvent, before: CallState, after: CallState): void
  /** A line was written into the journal. */
  wrote?(entry: JournalEntry, record: CallRecord): void
  /** The call is over. */
  over?(): void
}

/** The taps of one call. One that throws is taken out, and the call goes on. */
export class PatchBay {
  #taps: readonly Tap[] = []
  #isEmpty = true

  /** Nobody hears what is said and what happens; those who only read the lines cost a frame nothing. */
  get isEmpty(): boolean {
    return this.#isEmpty
  }

  plug(tap: Tap): void {
    this.#become([...this.#taps, tap])
  }

  unplug(tap: Tap): void {
    this.#become(this.#taps.filter((other) => other !== tap))
  }

  #become(taps: readonly Tap[]): void {
    this.#taps = taps
    this.#isEmpty = !taps.some((tap) => tap.caller ?? tap.agent ?? tap.cleared ?? tap.happened)
  }

  /** The carrier was told to do this. */
  carried(effect: CarrierEffect, atMs: number): void {
    if (effect.type === 'carrier.play') {
      this.tell((tap) => tap.agent?.(effect.payload, effect.mark, atMs))
    }
    if (effect.type === 'carrier.clear') this.tell((tap) => tap.cleared?.(atMs))
  }

  /** Tells every tap. Costs nothing while there is none. */
  tell(say: (tap: Tap) => void): void {
    for (const tap of this.#taps) {
      try {
        say(tap)
      } catch (error) {
        this.unplug(tap)
        logFailure('Somebody who listened in to a call was let go.', {}, error)
      }
    }
  }
}
