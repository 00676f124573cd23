import {
  heardText,
  placeWords,
  type TimedWord,
  UNKNOWN_PACE,
  type WordTime,
} from '../../../call/heardText.ts'

/** What a mouth has said of a text, as far as it can be known. */
export interface Progress {
  audioMs: number
  times: readonly WordTime[]
}
export const NOTHING_SAID: Progress = { audioMs: 0, times: [] }

export function timed(text: string, { audioMs, times }: Progress, words: readonly TimedWord[]) {
  return { audioMs, times: placeWords(text, times, words) }
}

/** How much of the text was said when its audio broke off, in characters: whole words. */
export function spokenLength(text: string, { audioMs, times }: Progress): number {
  const said = { text, generatedMs: audioMs, spoken: false, times }
  return heardText(said, audioMs, UNKNOWN_PACE).length
}
