/** Speech for load tests: a hum as long as the sentence would be, at no cost. */
import { SPEECH_HZ, type SpokenWord, type Utterance } from './speech.ts'

const WORD_MS = 320
const LONGEST_MS = 30_000
const HUM_HZ = 200
const AMPLITUDE = 3000

const hum = Int16Array.from(
  { length: (LONGEST_MS * SPEECH_HZ) / 1000 },
  (_, i) => AMPLITUDE * Math.sin((2 * Math.PI * HUM_HZ * i) / SPEECH_HZ),
)

export function humUtterance(text: string): Utterance {
  const words = (text.match(/\s*\S+/g) ?? []).map((word, index): SpokenWord => ({
    text: word,
    startMs: index * WORD_MS,
    endMs: (index + 1) * WORD_MS,
  }))
  const durationMs = Math.min(LONGEST_MS, words.length * WORD_MS)
  return { pcm: hum.subarray(0, (durationMs * SPEECH_HZ) / 1000), words }
}
