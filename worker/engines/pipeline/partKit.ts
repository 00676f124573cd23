/** What a pipeline is made of: each part can be made anew, and may have a spare that follows it. */
import type { Brain, Ears, EarsListener, EarsTraits, Mouth } from '../../call/ports.ts'
import type { VoiceDetector } from './vad.ts'

export interface EarsSource {
  traits: EarsTraits
  create(listener: EarsListener): Ears
}

export interface BrainSource {
  /** How long it may take to its first words, and from one piece to the next; ms. */
  patienceMs: number
  create(): Brain
}

/** The agent's own part first, then its spare. Only those that have all that they need. */
export interface PartKit {
  ears: readonly EarsSource[]
  brains: readonly BrainSource[]
  mouths: readonly (() => Mouth)[]
  /** `null`: the ears find the ends of turns. */
  detector: VoiceDetector | null
}
