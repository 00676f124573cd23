import { PartError } from '../../../call/PartError.ts'
import type { Mouth, MouthPiece } from '../../../call/ports.ts'
import { clausesOf } from './clauses.ts'
import type { RealtimeVoice } from './RealtimeVoice.ts'
import type { Speaker } from './Speaker.ts'
import { Utterance } from './Utterance.ts'

/** A Realtime model that reads aloud. A session that is gone is replaced when there is something to say. */
export class RealtimeMouth implements Mouth {
  #voice: RealtimeVoice
  #closed = false
  readonly #utterances = new Set<Utterance>()
  readonly #open: () => RealtimeVoice

  /** `open` gives a session that this mouth may use; it is asked at once, and when that one is gone. */
  constructor(open: () => RealtimeVoice) {
    this.#open = open
    this.#voice = this.#join()
  }

  async *say(text: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<MouthPiece> {
    if (this.#closed) {
      throw new PartError({ cause: 'The mouth was closed.', again: false, retryAfterMs: null })
    }
    if (signal.aborted) return
    const usage = this.#voice.speaker.takeOwed()
    if (usage.length > 0) yield { type: 'usage', usage }
    const utterance = new Utterance(clausesOf(text), () => this.#speaker())
    const stop = () => utterance.stop()
    this.#utterances.add(utterance)
    signal.addEventListener('abort', stop)
    try {
      yield* utterance.pieces()
    } finally {
      signal.removeEventListener('abort', stop)
      this.#utterances.delete(utterance)
      stop()
    }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const utterance of this.#utterances) utterance.stop()
    this.#voice.leave()
  }

  #speaker(): Speaker {
    const { gone, speaker } = this.#voice
    if (!gone) return speaker
    this.#voice = this.#join()
    this.#voice.speaker.owe(speaker.takeOwed())
    return this.#voice.speaker
  }

  #join(): RealtimeVoice {
    const voice = this.#open()
    voice.join()
    return voice
  }
}
