import type { EndReason } from '../../convex/model/call.ts'
import type { CallEffect } from './events.ts'
import { LIMITS } from './limits.ts'
import { cleared, hungUpAt, isPlaying, unfinished } from './playout.ts'
import { want } from './responses.ts'
import { type CallState, inOrder, stay, type Transition } from './state.ts'
import { awaitsWords, closeDrafts, type Draft } from './transcript.ts'

/**
 * The call is over. Everything that is still open is written down, both legs are let go, and the
 * record gets its last line. `failure` is one sentence for the operator.
 */
export function end(
  state: CallState,
  reason: EndReason,
  failure: string | null,
  now: number,
): Transition {
  return inOrder(
    state,
    (s) => fallSilent(s, carrierLeft(s, reason) ? hungUpAt(s.playout, now) : now, now, () => false),
    (s) => stay({ ...s, phase: { name: 'ended', reason, failure } }),
    (s) => stay(s, { type: 'record', entry: { kind: 'ended', at: now, reason, failure } }),
    (s) => stay(s, { type: 'engine.close' }, ...release(state, reason)),
  )
}

/** The caller hung up. What they said last may still be on its way to the record: wait for it. */
export function part(state: CallState, now: number): Transition {
  if (!state.engineReady || !state.drafts.some(awaitsWords)) {
    return end(state, 'caller_hung_up', null, now)
  }
  const { active } = state.responses
  const stop: CallEffect[] =
    active.kind === 'running' ? [{ type: 'engine.cancel', responseId: active.responseId }] : []
  return inOrder(
    state,
    (s) => fallSilent(s, hungUpAt(s.playout, now), now, awaitsWords),
    (s) =>
      stay({ ...s, phase: { name: 'parting', at: now, until: now + LIMITS.lastWords } }, ...stop),
  )
}

/** Ends a call whose caller has left, once their last words are written down or given up. */
export function endParted(state: CallState): Transition {
  return state.phase.name === 'parting'
    ? end(state, 'caller_hung_up', null, state.phase.at)
    : stay(state)
}

/**
 * Nobody hears anything from here on: what was said is written down as far as it was heard.
 * `silentFrom` is on the clock of `unfinished`.
 */
function fallSilent(
  state: CallState,
  silentFrom: number,
  now: number,
  stays: (draft: Draft) => boolean,
): Transition {
  const items = unfinished(state.playout, silentFrom)
  const silent = { ...state, playout: cleared(state.playout), held: [] }
  return closeDrafts(silent, items, now, stays)
}

/** The carrier is let go unless it was the one that left. */
function release(state: CallState, reason: EndReason): CallEffect[] {
  return carrierLeft(state, reason) ? [] : [{ type: 'carrier.release' }]
}

function carrierLeft(state: CallState, reason: EndReason): boolean {
  return reason === 'caller_hung_up' || !state.stream.open
}

/** The agent ends the call: when its goodbye has been heard, the line is released. */
export function beginClosing(
  state: CallState,
  reason: EndReason,
  goodbye: 'owed' | 'said',
  now: number,
): Transition {
  if (state.phase.name === 'closing') return [state, []]
  return stay({
    ...state,
    phase: { name: 'closing', reason, goodbye, until: now + LIMITS.goodbye },
  })
}

/** What the model is told when it must say goodbye now, by why the call ends. */
const GOODBYES: Partial<Record<EndReason, string>> = {
  silence:
    'The caller has been silent for a long time. Say in one short sentence that you will end the call now, and goodbye.',
  max_duration:
    'The call has reached its longest duration. Say in one short sentence that you have to end the call now, and goodbye.',
}
const PLAIN_GOODBYE = 'The call ends now. Say goodbye to the caller in one short sentence.'

/** Goes on with the goodbye: asks for it when the model owes it, ends when it has been heard. */
export function closeWhenHeard(state: CallState, now: number): Transition {
  const { phase, responses } = state
  if (phase.name !== 'closing') return [state, []]
  const busy =
    isPlaying(state.playout) ||
    state.held.length > 0 ||
    responses.active.kind !== 'none' ||
    responses.wanted.length > 0
  if (busy) return [state, []]
  if (phase.goodbye === 'owed') {
    const instructions = GOODBYES[phase.reason] ?? PLAIN_GOODBYE
    return stay({
      ...state,
      phase: { ...phase, goodbye: 'asked', until: now + LIMITS.goodbye },
      responses: want(responses, { kind: 'instructed', instructions }),
    })
  }
  return end(state, phase.reason, null, now)
}

/** The caller spoke into the goodbye: the conversation goes on, unless its time is up. */
export function stayOnTheLine(state: CallState): Transition {
  if (state.phase.name !== 'closing' || state.phase.reason === 'max_duration') return [state, []]
  return stay({ ...state, phase: { name: 'talking' } })
}

/** The model is gone. A call that was ending anyway ends as it was about to. */
export function engineFailed(
  state: CallState,
  failure: string,
  now: number,
  reason: EndReason = 'model_failed',
): Transition {
  if (state.phase.name === 'closing') return end(state, state.phase.reason, null, now)
  return end(state, reason, failure, now)
}
