/** When each character of a text is spoken, in pieces as the sound is. */
import type { Utterance } from '../../audio/speech.ts'

interface TimedChar {
  char: string
  startMs: number
  durationMs: number
}

/** Inside a word every character takes the same time; spaces take none. */
export function timedChars(text: string, { words }: Utterance): TimedChar[] {
  const chars = words.flatMap(({ text: word, startMs, endMs }) => {
    const letters = [...word]
    const spoken = letters.filter((letter) => letter.trim() !== '').length
    const each = (endMs - startMs) / Math.max(1, spoken)
    let atMs = startMs
    return letters.map((char): TimedChar => {
      const durationMs = char.trim() === '' ? 0 : each
      const timed = { char, startMs: atMs, durationMs }
      atMs += durationMs
      return timed
    })
  })
  const endMs = words.at(-1)?.endMs ?? 0
  const before = text.slice(0, text.length - text.trimStart().length)
  const after = text.slice(text.trimEnd().length)
  return [...spaces(before, 0), ...chars, ...spaces(after, endMs)]
}

const spaces = (text: string, startMs: number): TimedChar[] =>
  [...text].map((char) => ({ char, startMs, durationMs: 0 }))

/** Of the characters that begin in this piece of sound; its times count from the piece's beginning. */
export function alignmentOf(chars: readonly TimedChar[], fromMs: number) {
  return {
    chars: chars.map(({ char }) => char),
    charStartTimesMs: chars.map(({ startMs }) => Math.round(startMs - fromMs)),
    charDurationsMs: chars.map(({ durationMs }) => Math.round(durationMs)),
  }
}
