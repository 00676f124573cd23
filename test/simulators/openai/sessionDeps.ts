/** What a session gets from its server. */
import type { PhraseName } from '../audio/phrases.ts'
import type { Utterance } from '../audio/speech.ts'
import type { Ear } from '../audio/vad.ts'
import type { BrainAnswer, BrainTurn, Heard } from './brain.ts'
import type { Pace } from './pace.ts'

export interface SessionDeps {
  /** Neither understands nor keeps sound, and logs none. */
  light: boolean
  ear: Ear
  pace: Pace
  transcriptionDelayMs: number
  /** The longest a session may take. */
  sessionMs: number
  /** Decides which models are still served. */
  now(): Date
  newId(prefix: string): string
  utter(sentence: string, voice: string, speed: number): Promise<Utterance>
  recognise(pcm: Int16Array): Promise<PhraseName | null>
  /** `heard`: what becomes clear of the caller's last utterance, when the newest item is one. */
  think(turn: Omit<BrainTurn, 'heard'>, heard: Promise<Heard> | null): Promise<BrainAnswer>
}
