import type { TimedWord } from '../../../../call/ports.ts'
import type { Alignment } from './protocol.ts'

/** So far ahead a character is looked for that is not the next: some are spoken as others are written. */
const NEARBY = 3

/**
 * Times the words of a text by the characters that were spoken. The words are cut out of the text itself,
 * so that all together they are the text, whatever the vendor made of it.
 */
export class WordTimer {
  #text = ''
  #over = false
  /** Up to where words were given out, */
  #given = 0
  /** and up to where characters were timed. */
  #timed = 0
  #startMs: number | null = null
  #endMs = 0
  #aligned = false

  /** More of the text. */
  write(text: string): void {
    this.#text += text
  }

  /** There is no more of it. */
  finish(): void {
    this.#over = true
  }

  /** The words that these characters complete. `fromMs`: where the audio that they come with begins. */
  align({ chars, charStartTimesMs, charDurationsMs }: Alignment, fromMs: number): TimedWord[] {
    const words: TimedWord[] = []
    for (const [index, char] of chars.entries()) {
      const startMs = charStartTimesMs[index]
      if (startMs === undefined || char.trim() === '' || !this.#find(char)) continue
      this.#aligned = true
      this.#startMs ??= Math.max(this.#endMs, fromMs + startMs)
      const endMs = fromMs + startMs + (charDurationsMs[index] ?? 0)
      this.#endMs = Math.max(this.#startMs, this.#endMs, endMs)
      this.#timed += char.length
      const word = this.#completed()
      if (word) words.push(word)
    }
    return words
  }

  /** Whatever words were not told of, at the end of the audio; none where no time is known at all. */
  rest(audioMs: number): TimedWord[] {
    if (!this.#aligned) return []
    const startMs = Math.min(audioMs, this.#startMs ?? this.#endMs)
    return (this.#text.slice(this.#given).match(/\s*\S+\s*/g) ?? []).map((text, index) => ({
      text,
      startMs: index === 0 ? startMs : audioMs,
      endMs: audioMs,
    }))
  }

  /** Goes to the character, over at most a few that are not spoken. */
  #find(char: string): boolean {
    let at = this.#timed
    for (let skipped = 0; skipped <= NEARBY; skipped++) {
      while (/\s/.test(this.#text[at] ?? '')) at += 1
      if (this.#text.startsWith(char, at)) {
        this.#timed = at
        return true
      }
      at += 1
    }
    return false
  }

  /** The word whose last character was just timed. */
  #completed(): TimedWord | null {
    const space = /^\s+/.exec(this.#text.slice(this.#timed))?.[0]
    const isLast = this.#over && this.#timed >= this.#text.length
    if (this.#startMs === null || (space === undefined && !isLast)) return null
    const end = this.#timed + (space?.length ?? 0)
    const word = {
      text: this.#text.slice(this.#given, end),
      startMs: this.#startMs,
      endMs: this.#endMs,
    }
    this.#given = end
    this.#startMs = null
    return word
  }
}
