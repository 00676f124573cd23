import { become, type CallState, type Transition, write } from './state.ts'

/** The call ends, or the agent was asked in vain: the promise stays unkept. */
export function breakPromise(state: CallState, now: number, isOver = false): Transition {
  const { promised } = state
  if (!promised) return [state, []]
  // Whoever has gone needs no hanging up.
  if (isOver && promised.tool === 'end_call') return become({ ...state, promised: null })
  return write({ ...state, promised: null }, { kind: 'unkept', at: now, tool: promised.tool })
}
