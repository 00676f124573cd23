import type { CallEvent } from './events.ts'
import { afterFarewell, signOfLife } from './phase.ts'
import { knowsTurn } from './history.ts'
import { expectOwn, want } from './responses.ts'
import { interrupt, mayInterrupt } from './speech.ts'
import {
  alive,
  become,
  type CallState,
  inOrder,
  trouble,
  type Transition,
  withSpeech,
  write,
} from './state.ts'
import { findDraft, keepDraft, newDraft, usageEntries, withDrafts } from './transcript.ts'
import { dropDraft, newTurn, turnEntry } from './turns.ts'

/** The caller speaks: with barge-in on, the agent falls silent. */
export function callerSpeaks(state: CallState, itemId: string, now: number): Transition {
  const draft = newDraft(state, 'caller', itemId, null, now)
  const { callerSpeaking, lastVoiceAt, lifeBefore } = state.speech
  const speaking = withSpeech(keepDraft(state, draft), {
    callerSpeaking: true,
    echo: null,
    speakingSince: now,
    lifeBefore: callerSpeaking ? lifeBefore : lastVoiceAt,
    soundAt: now,
  })
  const interrupts = mayInterrupt(state)
  return inOrder(
    speaking,
    (s) => (interrupts ? interrupt(s, 'The caller spoke', s.traits.stopsItself, now) : become(s)),
    (s) => (interrupts ? signOfLife(s, now) : become(alive(s, now))),
    (s) => become(s, { type: 'carrier.fill_pauses', fill: true }),
  )
}

/** The caller speaks for longer than anybody does: what they said so far is answered. */
export function turnTooLong(state: CallState, now: number): Transition {
  const quiet = withSpeech(state, { callerSpeaking: false })
  return become(
    {
      ...quiet,
      turns: { ...quiet.turns, unanswered: { speechEndedAt: now, endpointedAt: now } },
      responses: want(quiet.responses, { kind: 'continue' }),
    },
    { type: 'carrier.fill_pauses', fill: false },
  )
}

export function callerPauses(
  state: CallState,
  event: { itemId: string; agoMs: number },
  now: number,
): Transition {
  const speechEndedAt = now - event.agoMs
  const silent: CallState = {
    ...withSpeech(alive(state, now), { callerSpeaking: false, soundAt: now }),
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
  const { unanswered } = state.turns
  const answering = afterFarewell({
    ...state,
    responses: { ...responses, wordless: 0 },
    // An engine may tell of no pause before it.
    turns: {
      ...state.turns,
      unanswered: unanswered ?? { speechEndedAt: now, endpointedAt: now },
    },
  })
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
    const heard = withDrafts(state, dropDraft(state.turns.drafts, itemId))
    return write(text === '' ? withoutWords(heard) : heard, turnEntry(turn), ...usage)
  }
  if (state.traits.speechEvents || knowsTurn(state.turns.history, itemId)) {
    return write(state, ...usage)
  }
  const startedAtMs = now - state.startedAt
  const turn = newTurn('caller', itemId, startedAtMs)
  const said = { ...turn, text, heardText: text, endedAtMs: startedAtMs }
  return inOrder(
    afterFarewell(state),
    (s) => signOfLife(s, now),
    (s) => write(s, turnEntry(said), ...usage),
  )
}

/** The caller's words will not come: the turn stays without them, and operators learn why. */
export function callerNotTranscribed(
  state: CallState,
  { itemId, detail }: { itemId: string; detail: string },
  now: number,
): Transition {
  const drafts = dropDraft(state.turns.drafts, itemId)
  return trouble(withDrafts(state, drafts), 'engine_error', detail, now)
}

/** A sound that held no words was no sign of life: silence counts from before it. */
function withoutWords(state: CallState): CallState {
  const { lastVoiceAt, soundAt, lifeBefore } = state.speech
  return lastVoiceAt === soundAt ? withSpeech(state, { lastVoiceAt: lifeBefore }) : state
}
