import type { CallEvent } from './events.ts'
import { stayOnTheLine } from './phase.ts'
import { knowsTurn } from './history.ts'
import { expectOwn, want } from './responses.ts'
import { interrupt } from './speech.ts'
import {
  alive,
  become,
  type CallState,
  inOrder,
  type Transition,
  withSpeech,
  write,
} from './state.ts'
import { findDraft, keepDraft, newDraft, usageEntries, withDrafts } from './transcript.ts'
import { dropDraft, newTurn, turnEntry } from './turns.ts'

/** The caller speaks: with barge-in on, the agent falls silent. */
export function callerSpeaks(state: CallState, itemId: string, now: number): Transition {
  const draft = newDraft(state, 'caller', itemId, null, now)
  const speaking = withSpeech(alive(keepDraft(state, draft), now), { callerSpeaking: true })
  const { bargeIn } = state.rules
  return inOrder(
    speaking,
    (s) => (bargeIn ? interrupt(s, 'The caller spoke', s.traits.stopsItself, now) : become(s)),
    (s) => (bargeIn ? stayOnTheLine(s, now) : become(s)),
    (s) => become(s, { type: 'carrier.fill_pauses', fill: true }),
  )
}

export function callerPauses(
  state: CallState,
  event: { itemId: string; agoMs: number },
  now: number,
): Transition {
  const speechEndedAt = now - event.agoMs
  const silent: CallState = {
    ...withSpeech(alive(state, now), { callerSpeaking: false }),
    turns: { ...state.turns, unanswered: { speechEndedAt, endpointedAt: now } },
    // What waits in line is served by the answer that the engine begins now.
    responses: state.traits.answersItself ? expectOwn(state.responses, now) : state.responses,
  }
  const draft = findDraft(silent, event.itemId)
  const effect = { type: 'carrier.fill_pauses', fill: false } as const
  if (!draft) return become(silent, effect)
  // Clocks differ: the end of speech by the model's count may seem to lie before its beginning.
  const endedAtMs = Math.max(draft.turn.startedAtMs, speechEndedAt - state.startedAt)
  return become(keepDraft(silent, { ...draft, turn: { ...draft.turn, endedAtMs } }), effect)
}

/** The caller's turn is in the conversation: the engine answers it by itself, or is asked to. */
export function callerTurnCommitted(state: CallState, itemId: string, now: number): Transition {
  const responses = state.traits.answersItself
    ? expectOwn(state.responses, now)
    : want(state.responses, { kind: 'continue' })
  const answering = { ...state, responses }
  const draft = findDraft(state, itemId)
  if (!draft) return become(answering)
  return write(keepDraft(answering, { ...draft, complete: true }), turnEntry(draft.turn))
}

type Transcribed = Extract<CallEvent, { type: 'engine.transcribed' }>

/**
 * The caller's words, which may come long after the answer to them has begun. For an engine that tells
 * of no speech they are the turn.
 */
export function callerTranscribed(state: CallState, event: Transcribed, now: number): Transition {
  const { itemId, text } = event
  const usage = usageEntries(event.usage)
  const draft = findDraft(state, itemId)
  if (draft) {
    const turn = { ...draft.turn, text, heardText: text }
    const drafts = dropDraft(state.turns.drafts, itemId)
    return write(alive(withDrafts(state, drafts), now), turnEntry(turn), ...usage)
  }
  if (state.traits.speechEvents || knowsTurn(state.turns.history, itemId)) {
    return write(state, ...usage)
  }
  const startedAtMs = now - state.startedAt
  const turn = newTurn('caller', itemId, startedAtMs)
  const said = { ...turn, text, heardText: text, endedAtMs: startedAtMs }
  return write(alive(state, now), turnEntry(said), ...usage)
}
