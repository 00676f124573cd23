/** What a change of a conversation is made of: lines that change it, and what the shell is to do. */
import type { ChatEffect, Refused } from './events.ts'
import { evolve } from './evolve.ts'
import type { ChatLine } from './journal.ts'
import type { ChatState } from './state.ts'

export interface Step {
  state: ChatState
  lines: readonly ChatLine[]
  effects: readonly ChatEffect[]
  /** For whoever asked; `null`: it was done, or nothing was to be done. */
  refused: Refused | null
}

export const nothing = (state: ChatState): Step => ({
  state,
  lines: [],
  effects: [],
  refused: null,
})

export const refuse = (state: ChatState, error: string, retryAfterSec?: number): Step => ({
  ...nothing(state),
  refused: retryAfterSec === undefined ? { error } : { error, retryAfterSec },
})

/** Lines are written, all of them or none. */
export function write(state: ChatState, ...lines: ChatLine[]): Step {
  return { ...nothing(state), state: lines.reduce(evolve, state), lines }
}

export function act(state: ChatState, ...effects: ChatEffect[]): Step {
  return { ...nothing(state), effects }
}

/** One after the other, each on what the one before has left. */
export function inOrder(state: ChatState, ...steps: ((state: ChatState) => Step)[]): Step {
  return steps.reduce((before, step) => {
    const after = step(before.state)
    return {
      state: after.state,
      lines: [...before.lines, ...after.lines],
      effects: [...before.effects, ...after.effects],
      refused: before.refused ?? after.refused,
    }
  }, nothing(state))
}
