import type { EndReason } from '../../convex/model/call.ts'
import { cutAloud } from './aloud.ts'
import { breakPromise } from './brokenPromise.ts'
import type { CallEffect } from './events.ts'
import { LIMITS } from './limits.ts'
import { cleared, hungUpAt, isPlaying, unfinished } from './playout.ts'
import { goodbyeFor, instructionsIn } from './prompts/index.ts'
import { want } from './responses.ts'
import {
  alive,
  become,
  tellRepeats,
  type CallState,
  inOrder,
  type Transition,
  weighedOut,
  withSpeech,
  write,
} from './state.ts'
import { closeDrafts } from './transcript.ts'
import { isMoving } from './transfer/attempt.ts'
import { closeWithCall } from './transfer/ending.ts'
import { awaitsWords, type Draft } from './turns.ts'

/** Caller and agent can hear each other now; written down the first time. */
export function answered(state: CallState, now: number): Transition {
  const phase = state.phase.name === 'ringing' ? ({ name: 'talking' } as const) : state.phase
  if (state.answeredAt !== null) return become({ ...state, phase })
  return write({ ...alive(state, now), phase, answeredAt: now }, { kind: 'answered', at: now })
}

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
  const { pendingTools } = state.responses
  const stops = pendingTools.map(({ toolCallId }): CallEffect => ({
    type: 'tool.stop',
    toolCallId,
  }))
  return inOrder(
    state,
    (s) => closeWithCall(s, reason, now),
    (s) => fallSilent(s, carrierLeft(s, reason) ? hungUpAt(s.speech.playout, now) : now, now),
    (s) => breakPromise(s, now, true),
    (s) => tellRepeats(s, now),
    (s) => become({ ...s, phase: { name: 'ended', reason, failure } }, ...stops),
    (s) => write(s, { kind: 'ended', at: now, reason, failure, ...lineBroke(state, reason) }),
    (s) => become(s, { type: 'engine.close' }, ...release(state, reason)),
  )
}

/** The carrier is let go unless it was the one that left. */
function release(state: CallState, reason: EndReason): CallEffect[] {
  return carrierLeft(state, reason) ? [] : [{ type: 'carrier.release' }]
}

/** What the last line of a call tells of its line: who hangs up on a broken one did not want to leave. */
function lineBroke(state: CallState, reason: EndReason): { lineBroke?: true } {
  const gone = reason === 'caller_hung_up' || reason === 'interrupted'
  return reason === 'carrier_failed' || (gone && isBroken(state)) ? { lineBroke: true } : {}
}

/** Whether the line broke and has not come back. */
export function isBroken({ line }: CallState): boolean {
  return line.name === 'awaited' && line.after !== 'ring' && line.after !== 'move'
}

function carrierLeft({ line }: CallState, reason: EndReason): boolean {
  return reason === 'caller_hung_up' || line.name === 'awaited'
}

/**
 * The caller hung up. What they said last, and what the answer cost that they did not wait for, may
 * still be on its way to the record: wait for it.
 */
export function part(state: CallState, now: number): Transition {
  const listens = state.engine.stage.name === 'ready'
  if (!listens || !isOwedToRecord(state)) return end(state, 'caller_hung_up', null, now)
  const { active } = state.responses
  const stop: CallEffect[] =
    active.kind === 'running' ? [{ type: 'engine.cancel', responseId: active.responseId }] : []
  const phase = { name: 'parting', at: now, until: now + LIMITS.lastWords } as const
  return inOrder(
    state,
    (s) => closeWithCall(s, 'caller_hung_up', now),
    (s) => fallSilent(s, hungUpAt(s.speech.playout, now), now, awaitsWords),
    (s) => write({ ...s, phase }, { kind: 'parted', at: now }),
    (s) => become(s, ...stop),
  )
}

/** Whether words or figures are to come that belong on the record. */
export function isOwedToRecord({ turns, responses }: CallState): boolean {
  return turns.drafts.some(awaitsWords) || responses.active.kind === 'running'
}

/** Ends a call whose caller has left, once their last words are written down or given up. */
export function endParted(state: CallState): Transition {
  return state.phase.name === 'parting'
    ? end(state, 'caller_hung_up', null, state.phase.at)
    : become(state)
}

/**
 * Nobody hears anything from here on: what was said is written down as far as it was heard.
 * `silentFrom` is on the clock of `unfinished`.
 */
export function fallSilent(
  state: CallState,
  silentFrom: number,
  now: number,
  stays: (draft: Draft) => boolean = () => false,
): Transition {
  const { playout } = state.speech
  const items = unfinished(playout, silentFrom)
  const silent = withSpeech(weighedOut(state), {
    playout: cleared(playout),
    held: [],
    callerSpeaking: false,
    echo: null,
  })
  return inOrder(
    silent,
    (s) => cutAloud(s, now),
    (s) => closeDrafts(s, items, now, stays),
  )
}

/** The agent ends the call: when its goodbye has been heard, the line is released. */
export function beginClosing(
  state: CallState,
  reason: EndReason,
  goodbye: 'owed' | 'said',
  now: number,
): Transition {
  if (state.phase.name === 'closing') return [state, []]
  const until = now + LIMITS.goodbye
  const latest = now + (reason === 'max_duration' ? LIMITS.overtime : LIMITS.latestGoodbye)
  return write(
    {
      ...state,
      farewell: null,
      phase: { name: 'closing', since: now, reason, goodbye, until, latest },
    },
    { kind: 'closing', at: now, reason },
  )
}

/** Goes on with the goodbye: asks for it when the agent owes it, ends when it has been heard. */
export function closeWhenHeard(state: CallState, now: number): Transition {
  const { phase } = state
  if (phase.name !== 'closing' || isStillSaying(state, now)) return [state, []]
  if (phase.goodbye !== 'owed') return end(state, phase.reason, null, now)
  const instructions = instructionsIn(state.rules.locale).goodbyes[goodbyeFor(phase.reason)]
  return become({
    ...state,
    phase: { ...phase, goodbye: 'asked', until: now + LIMITS.goodbye },
    responses: want(state.responses, { kind: 'instructed', instructions }),
  })
}

/** Whether something else comes before the end of a goodbye, however long that takes. */
export function isHeldBack(state: CallState): boolean {
  const { speech, responses, tones } = state
  // It is known in a moment whether they are with a person.
  if (isMoving(state)) return true
  // Nobody is hung up on who speaks, or may have spoken.
  if (speech.callerSpeaking || speech.weighing.overlaps.length > 0) return true
  return responses.wanted.length > 0 || speech.held.length > 0 || tones.length > 0
}

/** Whether something is being said to the caller, or is about to be. */
export function isStillSaying(state: CallState, now: number): boolean {
  if (isHeldBack(state)) return true
  const { speech, responses, traits, phase } = state
  // Of an engine that never pauses, only its words tell that it still speaks.
  if (traits.continuous) {
    const asked = phase.name === 'closing' && phase.goodbye === 'asked'
    return asked || now < speech.lastWordsAt + LIMITS.continuousGoodbye
  }
  const isHeard = isPlaying(speech.playout) || speech.aloud !== null
  return isHeard || responses.active.kind !== 'none'
}

/**
 * The caller gave a sign of life: they spoke, pressed a key, or words of theirs came. Into the goodbye
 * it postpones the end, unless the call's time is up: they may have said “okay, bye”, or have more.
 */
export function signOfLife(state: CallState, now: number): Transition {
  const { phase } = state
  const living = alive(state, now)
  if (phase.name !== 'closing' || phase.reason === 'max_duration') return become(living)
  const farewell = { reason: phase.reason, turns: 0 }
  return write({ ...living, phase: { name: 'talking' }, farewell }, { kind: 'stayed', at: now })
}

/** So often the caller may answer the goodbye before it is forgotten: they do have more to say. */
const FAREWELL_TURNS = 1

/** The caller has said something after the goodbye. */
export function afterFarewell(state: CallState): CallState {
  const { farewell } = state
  if (!farewell) return state
  const turns = farewell.turns + 1
  return { ...state, farewell: turns > FAREWELL_TURNS ? null : { ...farewell, turns } }
}
