import type { CallEffect } from '../events.ts'
import { lineMoved } from '../away.ts'
import { become, type CallState, inOrder, type Transition, write } from '../state.ts'
import { reach } from './advance.ts'
import { isWaitedFor } from './attempt.ts'
import { putPast } from './leave.ts'

/**
 * The caller talks to a person now. Where an attempt is under way, that is the person; where the last one
 * was given up while the caller was on their way, they are alone, and are brought back.
 */
export function callerMoved(state: CallState, now: number): Transition {
  if (isWaitedFor(state.transfer)) {
    return inOrder(
      state,
      (s) => reach(s, 'connected', now),
      (s) => stay(s, now),
      (s) => lineMoved(s, now),
    )
  }
  if (state.transfers === 0) return lineMoved(state, now)
  const last = state.pastTransfers.at(-1)
  // Of an earlier meeting that is over.
  if (!last?.wasMoving || state.line.name === 'away') return [state, []]
  const { attempt, leg } = last
  const letGo: CallEffect[] = leg === 'gone' ? [] : [{ type: 'person.let_go', attempt }]
  return inOrder(
    putPast(state, { ...last, wasMoving: false }),
    (s) => lineMoved(s, now),
    (s) => become(alone(s, now), ...letGo, { type: 'person.bring_back', attempt }),
  )
}

function alone(state: CallState, at: number): CallState {
  if (state.line.name !== 'away') return state
  return { ...state, line: { ...state.line, left: { at, who: null, afterwards: 'agent' } } }
}

/** Whatever the agent wanted to end is not over. */
function stay(state: CallState, now: number): Transition {
  if (state.phase.name !== 'closing') return [state, []]
  return write({ ...state, phase: { name: 'talking' } }, { kind: 'stayed', at: now })
}
