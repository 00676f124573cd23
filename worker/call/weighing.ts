import type { ResponseRequest } from './events.ts'

/** When the caller's last utterance ended, for the timing of the answer. Epoch ms. */
export interface Exchange {
  speechEndedAt: number
  endpointedAt: number
}

/** A sound of the caller's over the agent's voice, until it is known whether it is a turn. */
export interface Overlap {
  itemId: string
  /** Epoch ms. */
  beganAt: number
  /** `voiceMs`: how long it lasted. `null`: it still does. */
  ended: (Exchange & { voiceMs: number }) | null
  /** It is an item of the conversation. */
  committed: boolean
  /** When the agent falls silent for it, epoch ms; `Infinity`: it has, or may not. */
  yieldsAt: number
  /** The agent was silent already, or fell silent for it. */
  interrupted: boolean
}

/** What is to be found out about the caller's sounds, and what follows then. */
export interface Weighing {
  overlaps: readonly Overlap[]
  /** What the agent goes on with if none of them is a turn; `null`: it was not cut off. */
  rest: ResponseRequest | null
  /** Items that turned out to be no turns before they came into the conversation. */
  disowned: readonly string[]
  /** How often the agent went on since the caller last said something. */
  resumed: number
}
export const NOTHING_WEIGHED: Weighing = { overlaps: [], rest: null, disowned: [], resumed: 0 }
