import type { PhraseName } from '../audio/phrases.ts'
import type { Utterance } from '../audio/speech.ts'
import type { Ear } from '../audio/vad.ts'

/** How speech comes over the wire. */
export interface Pace {
  /** From the first text that may be spoken to its first sound. */
  firstAudioDelayMs: number
  /** 5 sends a second of speech in 200 ms. */
  timesRealTime: number
  /** The length of a piece of sound. */
  chunkMs: number
  /** From the last sound of a context to the message that it is over. */
  finalDelayMs: number
}

export const DEFAULT_PACE: Pace = {
  firstAudioDelayMs: 200,
  timesRealTime: 5,
  chunkMs: 200,
  finalDelayMs: 0,
}

/** What the sockets need of the simulator. */
export interface Deps {
  ear: Ear
  pace: Pace
  /** From a commit to its words. */
  transcriptDelayMs: number
  /** The longest session of ears. */
  sessionMs: number
  /** Ears that are sent nothing for so long close. */
  earsIdleMs: number
  /** Ears commit by themselves what was not committed for so long. */
  longestSegmentMs: number
  /** A mouth that is not used for so long closes, whatever the client asked for; `null`: as it asked. */
  mouthIdleMs: number | null
  /** How many voices are told at once, at most. */
  voicesAPage: number
  newId(): string
  /** What the next stretch of speech says, where a test has told. */
  nextUnderstanding(): string | undefined
  utter(text: string, voice: string, speed: number): Promise<Utterance>
  recognise(pcm: Int16Array): Promise<PhraseName | null>
}
