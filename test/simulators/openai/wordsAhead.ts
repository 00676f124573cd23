/**
 * The words of a response, which are sent earlier than they are spoken: a model writes its sentence
 * and speaks it afterwards, so the transcript is ahead of the sound.
 */
import type { SpokenWord, Utterance } from '../audio/speech.ts'
import { SPEECH_HZ } from '../audio/speech.ts'

export class WordsAhead {
  readonly #waiting: SpokenWord[] = []
  #addedMs = 0

  /** The sentence that is spoken after those before. */
  add({ pcm, words }: Utterance): void {
    for (const [n, word] of words.entries()) {
      this.#waiting.push({
        text: this.#addedMs > 0 && n === 0 ? ` ${word.text}` : word.text,
        startMs: this.#addedMs + word.startMs,
        endMs: this.#addedMs + word.endMs,
      })
    }
    this.#addedMs += (pcm.length * 1000) / SPEECH_HZ
  }

  /** The words that begin before this moment of the response's sound; each is given once. */
  takeUntil(ms: number): SpokenWord[] {
    const later = this.#waiting.findIndex(({ startMs }) => startMs >= ms)
    return this.#waiting.splice(0, later < 0 ? this.#waiting.length : later)
  }
}
