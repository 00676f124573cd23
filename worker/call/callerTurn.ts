import type { CallEffect, CallEvent } from './events.ts'
import { stayOnTheLine } from './ending.ts'
import { expectOwn, want } from './responses.ts'
import { interrupt } from './speech.ts'
import { type CallState, inOrder, stay, type Transition } from './state.ts'
import { callerDraft, draftOf, putDraft, recordTurn, recordUsage } from './transcript.ts'

/** The caller speaks: with barge-in on, the agent falls silent. */
export function callerSpeaks(state: CallState, itemId: string, now: number): Transition {
  const draft = callerDraft(itemId, now - state.startedAt)
  const speaking = { ...putDraft(state, draft), callerSpeaking: true, lastVoiceAt: now }
  return inOrder(
    speaking,
    (s) => (s.rules.bargeIn ? interrupt(s, 'The caller spoke', true, now) : stay(s)),
    (s) => (s.rules.bargeIn ? stayOnTheLine(s) : stay(s)),
    (s) => stay(s, { type: 'carrier.fill_pauses', fill: true }),
  )
}

export function callerPauses(
  state: CallState,
  event: { itemId: string; agoMs: number },
  now: number,
): Transition {
  const speechEndedAt = now - event.agoMs
  const silent: CallState = {
    ...state,
    callerSpeaking: false,
    lastVoiceAt: now,
    unanswered: { speechEndedAt, endpointedAt: now },
    // What waits in line is served by the answer that the engine begins now.
    responses: state.rules.bargeIn ? expectOwn(state.responses, now) : state.responses,
  }
  const effect: CallEffect = { type: 'carrier.fill_pauses', fill: false }
  const draft = draftOf(silent, event.itemId)
  if (!draft) return stay(silent, effect)
  // Clocks differ: the end of speech by the model's count may seem to lie before its beginning.
  const endedAtMs = Math.max(draft.turn.startedAtMs, speechEndedAt - state.startedAt)
  const turn = { ...draft.turn, endedAtMs }
  return stay(putDraft(silent, { ...draft, turn }), effect)
}

/** The caller's turn is in the conversation. With barge-in on, the model answers by itself. */
export function callerTurnCommitted(state: CallState, itemId: string, now: number): Transition {
  const draft = draftOf(state, itemId)
  const known = draft ? putDraft(state, { ...draft, complete: true }) : state
  const effects = draft ? [recordTurn(draft.turn)] : []
  const responses = state.rules.bargeIn
    ? expectOwn(state.responses, now)
    : want(state.responses, { kind: 'continue' })
  return stay({ ...known, responses }, ...effects)
}

/** The caller's words, which may come long after the answer to them has begun. */
export function callerTranscribed(
  state: CallState,
  event: Extract<CallEvent, { type: 'engine.transcribed' }>,
): Transition {
  const usage = recordUsage(event.usage)
  const draft = draftOf(state, event.itemId)
  if (!draft) return stay(state, ...usage)
  const turn = { ...draft.turn, text: event.text, heardText: event.text }
  const drafts = state.drafts.filter((other) => other !== draft)
  return stay({ ...state, drafts }, recordTurn(turn), ...usage)
}
