import { connectAgain } from './engineLeg.ts'
import type { ResponseRequest } from './events.ts'
import { LIMITS } from './limits.ts'
import { end, fallSilent } from './phase.ts'
import { hungUpAt } from './playout.ts'
import { instructionsIn } from './prompts/index.ts'
import { IDLE, want } from './responses.ts'
import { alive, become, type CallState, inOrder, type Transition, write } from './state.ts'
import { closeTransfer } from './transfer/ending.ts'
import { leftBy } from './transfer/leave.ts'
import type { PersonLeft } from './transfer/types.ts'

/** The caller talks to a person now: the agent is let go until they come back. */
export function lineMoved(state: CallState, now: number): Transition {
  if (state.line.name === 'away') return [state, []]
  const { knownTools, pendingTools } = state.responses
  const away: CallState = {
    ...state,
    line: { name: 'away', since: now, left: null },
    broke: null,
    engine: { ...state.engine, stage: { name: 'gone' }, outage: null },
    responses: { ...IDLE, knownTools, pendingTools },
    keypad: null,
    collecting: null,
    tones: [],
  }
  return inOrder(
    away,
    (s) => fallSilent(s, hungUpAt(s.speech.playout, now), now),
    (s) => write(s, { kind: 'moved', at: now, to: 'away' }),
    (s) => become(s, { type: 'engine.close' }),
  )
}

/** Whether the carrier's question may still be about the stream that ended as the caller was moved. */
export function isSettling({ transfer }: CallState, now: number): boolean {
  return transfer !== null && now - transfer.stage.since < LIMITS.moveSettles
}

/** The person has left the caller, though this may be the first sign of it. */
export function comesBack(state: CallState, now: number): Transition {
  const { line, transfer } = state
  if (line.name !== 'away') return [state, []]
  const left = line.left ?? (transfer && leftBy(transfer, now))
  return inOrder(
    state,
    (s) => closeTransfer(s, { outcome: 'connected' }, now),
    (s) =>
      left?.afterwards === 'hang_up'
        ? end(s, 'transferred', null, now)
        : backWithAgent(s, line.since, left, now),
  )
}

function backWithAgent(
  state: CallState,
  awaySince: number,
  left: PersonLeft | null,
  now: number,
): Transition {
  const back: CallState = {
    ...alive(state, now),
    awayMs: state.awayMs + now - awaySince,
    line: { name: 'awaited', since: now, after: 'break', tries: 0 },
    responses: want(state.responses, welcome(state, left)),
  }
  return inOrder(
    back,
    (s) => write(s, { kind: 'moved', at: now, to: 'back' }),
    (s) => connectAgain(s, now),
  )
}

function welcome({ rules }: CallState, left: PersonLeft | null): ResponseRequest {
  const { returned, transfer } = instructionsIn(rules.locale)
  if (!left) return { kind: 'instructed', instructions: returned }
  // That they found nobody is the last that the agent was told.
  if (left.who === null) return { kind: 'continue' }
  return { kind: 'instructed', instructions: transfer.personLeft(left.who) }
}
