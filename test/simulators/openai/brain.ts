/** Who decides what the simulated model says. */
import type { PhraseName } from '../audio/phrases.ts'
import type { Item } from './conversation.ts'
import type { OddResponse } from './faults.ts'

/** What the model made of the caller's last utterance. */
export interface Heard {
  /** `null` when the words were not recognised. */
  phrase: PhraseName | null
  text: string | null
  seconds: number
}

export interface BrainTurn {
  cause: 'speech' | 'response.create' | 'idle_timeout'
  /** The caller's utterance, when the newest item is one. */
  heard: Heard | null
  /** What the model has in its context, oldest first. */
  items: readonly Item[]
  instructions: string
  /** The names of the functions that may be called. */
  tools: readonly string[]
  /** Their JSON Schemas, by name, where the API was told them by Realtime. */
  schemas?: Readonly<Record<string, unknown>>
  /** The metadata that came with `response.create`. */
  metadata: Readonly<Record<string, string>>
}

export interface BrainAnswer {
  say?: string
  tools?: { name: string; arguments: unknown }[]
  /** Thinking time before the first word. */
  delayMs?: number
  odd?: OddResponse
}

export type Brain = (turn: BrainTurn) => BrainAnswer | Promise<BrainAnswer>
