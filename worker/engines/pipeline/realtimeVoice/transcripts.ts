/**
 * The caller's turns that were committed and are not told yet, oldest first. Transcripts are made side by
 * side and come in any order; they are told in the order of the turns.
 */
import type { Usage } from '../../../../convex/model/usage.ts'

export interface Transcript {
  text: string
  usage: Usage | null
}

export interface OpenTurn {
  itemId: string
  /** What was understood so far. */
  partial: string
  done: Transcript | null
}

export type OpenTurns = readonly OpenTurn[]

export function committed(turns: OpenTurns, itemId: string): OpenTurns {
  return [...turns, { itemId, partial: '', done: null }]
}

export function understood(turns: OpenTurns, itemId: string, delta: string): OpenTurns {
  return turns.map((turn) =>
    turn.itemId === itemId ? { ...turn, partial: turn.partial + delta } : turn,
  )
}

/** Turns that nobody waits for (any more) are ignored. */
export function settled(turns: OpenTurns, itemId: string, done: Transcript): OpenTurns {
  return turns.map((turn) => (turn.itemId === itemId && !turn.done ? { ...turn, done } : turn))
}

/** The transcripts that can be told now, and the turns that are still waited for. */
export function tellable(turns: OpenTurns): { told: Transcript[]; left: OpenTurns } {
  const open = turns.findIndex(({ done }) => !done)
  const left = open < 0 ? [] : turns.slice(open)
  const told = turns.slice(0, turns.length - left.length).flatMap(({ done }) => done ?? [])
  return { told, left }
}
