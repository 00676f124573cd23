import type { CallBreak } from '../../convex/model/call.ts'
import { instructionsIn } from './prompts/index.ts'
import {
  type Break,
  become,
  type CallState,
  inOrder,
  note,
  type Transition,
  write,
} from './state.ts'

/**
 * Breaks that a call outlives: its process, its line or its model was lost. Each is told where it
 * happened, and again where it is over.
 */

/** The line or the model was lost; the first of what is broken counts. */
export function breaks(state: CallState, what: 'line' | 'model', now: number): CallState {
  return state.broke ? state : { ...state, broke: { what, since: now, missed: false } }
}

/** The caller is back after the process was lost: what is known of it now is written down. */
export function processReturns(state: CallState, now: number): Transition {
  const { broke } = state
  if (broke?.what !== 'process') return [state, []]
  const { somethingMissed } = instructionsIn(state.rules.locale)
  return inOrder(
    { ...state, broke: { ...broke, since: now } },
    (s) =>
      note(s, 'carrier_error', 'The process of this call was lost.', now, { break: 'process' }),
    // An engine that answers by itself must know that it may hear half a sentence.
    (s) => (broke.missed ? write(s, { kind: 'told', at: now, text: somethingMissed }) : become(s)),
  )
}

/** The agent is heard again, or could be. */
export function mended(
  state: CallState,
  isMended: (broke: Break) => boolean,
  now: number,
): Transition {
  const { broke } = state
  if (!broke || !isMended(broke)) return [state, []]
  const mendedAfterMs = Math.max(0, now - broke.since)
  const detail: CallBreak = { break: broke.what, mendedAfterMs }
  const summary = `${MENDED[broke.what]} after ${mendedAfterMs} ms.`
  return note({ ...state, broke: null }, 'note', summary, now, detail)
}

const MENDED: Readonly<Record<CallBreak['break'], string>> = {
  process: 'The agent was heard again',
  line: 'The line was back',
  model: 'The model was back',
}
