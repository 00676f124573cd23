/** How a response comes over the wire: later than asked for, then faster than it is spoken. */
export interface Pace {
  /** From `response.created` to the first sound. */
  firstAudioDelayMs: number
  /** 5 sends a second of speech in 200 ms. */
  timesRealTime: number
  /** How far the words of a transcript run ahead of their sound. */
  wordsLeadMs: number
  /** The lengths of the audio deltas, over and over. */
  deltasMs: readonly number[]
}

export const DEFAULT_PACE: Pace = {
  firstAudioDelayMs: 250,
  timesRealTime: 5,
  wordsLeadMs: 2000,
  deltasMs: [200, 100, 400, 300, 150, 350, 250],
}
