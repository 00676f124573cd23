import type { CallEvent } from './events.ts'
import { afterFarewell, signOfLife } from './phase.ts'
import { knowsTurn } from './history.ts'
import { callerSpoke, expectOwn, want } from './responses.ts'
import { interrupt, mayInterrupt } from './speech.ts'
import {
  alive,
  become,
  type CallState,
  inOrder,
  trouble,
  type Transition,
  weighedOut,
  withSpeech,
  write,
} from './state.ts'
import { findDraft, keepDraft, newDraft, usageEntries, withDrafts } from './transcript.ts'
import { dropDraft, newTurn, turnEntry } from './turns.ts'
import { answeredByNobody, answeredBySound, answeredByWords } from './reprompts.ts'
import type { Exchange } from './weighing.ts'

/** The caller speaks: with barge-in on, the agent falls silent. */
export function callerSpeaks(state: CallState, itemId: string, now: number): Transition {
  return inOrder(
    soundBegins(state, itemId, now),
    (s) => (mayInterrupt(s) ? yieldFloor(s, now) : become(alive(s, now))),
    (s) => become(s, { type: 'carrier.fill_pauses', fill: true }),
  )
}

/** A sound of the caller's, which has no consequence yet. */
export function soundBegins(state: CallState, itemId: string, now: number): CallState {
  const draft = newDraft(state, 'caller', itemId, null, now)
  const { callerSpeaking, lastVoiceAt, lifeBefore, reprompts } = state.speech
  return withSpeech(keepDraft(state, draft), {
    callerSpeaking: true,
    echo: null,
    speakingSince: now,
    lifeBefore: callerSpeaking ? lifeBefore : lastVoiceAt,
    soundAt: now,
    reprompts: answeredBySound(reprompts),
  })
}

/** The agent falls silent for the caller. */
export function yieldFloor(state: CallState, now: number): Transition {
  return inOrder(
    state,
    (s) => interrupt(s, 'The caller spoke', s.traits.stopsItself, now),
    (s) => signOfLife(s, now),
  )
}

/** The caller speaks for longer than anybody does: what they said so far is answered. */
export function turnTooLong(state: CallState, now: number): Transition {
  const quiet = withSpeech(weighedOut(state), { callerSpeaking: false })
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
  const paused: CallState = {
    ...state,
    turns: { ...state.turns, unanswered: exchangeOf(event, now) },
    // What waits in line is served by the answer that the engine begins now.
    responses: state.traits.answersItself ? expectOwn(state.responses, now) : state.responses,
  }
  return soundEnds(paused, event, now)
}

/** When speech ended whose end is noticed now. */
export function exchangeOf({ agoMs }: { agoMs: number }, now: number): Exchange {
  return { speechEndedAt: now - agoMs, endpointedAt: now }
}

/** The caller's sound is over; whether it was a turn is for others to say. */
export function soundEnds(
  state: CallState,
  event: { itemId: string; agoMs: number },
  now: number,
): Transition {
  const { speechEndedAt } = exchangeOf(event, now)
  const silent = withSpeech(alive(state, now), { callerSpeaking: false, soundAt: now })
  const draft = findDraft(silent, event.itemId)
  const effect = { type: 'carrier.fill_pauses', fill: false } as const
  if (!draft) return become(silent, effect)
  // Clocks differ: the end of speech by the model's count may seem to lie before its beginning.
  const endedAtMs = Math.max(draft.turn.startedAtMs, speechEndedAt - state.startedAt)
  return become(keepDraft(silent, { ...draft, turn: { ...draft.turn, endedAtMs } }), effect)
}

/** The caller's turn is in the conversation: the engine answers it by itself, or is asked to. */
export function callerTurnCommitted(state: CallState, itemId: string, now: number): Transition {
  return committed(answerTurn(state, now), itemId)
}

/** The words of a turn that are known before it is in the conversation. */
export function knowWords(state: CallState, itemId: string, text: string): CallState {
  const draft = findDraft(state, itemId)
  if (!draft) return state
  return keepDraft(state, { ...draft, turn: { ...draft.turn, text, heardText: text } })
}

/** The caller has said something that is to be answered. */
export function answerTurn(state: CallState, now: number): CallState {
  const responses = state.traits.answersItself
    ? expectOwn(state.responses, now)
    : want(state.responses, { kind: 'continue' })
  const { unanswered } = state.turns
  return afterFarewell({
    ...saidSomething(state),
    responses: callerSpoke(responses),
    // An engine may tell of no pause before it.
    turns: {
      ...state.turns,
      unanswered: unanswered ?? { speechEndedAt: now, endpointedAt: now },
    },
  })
}

/** A sound of the caller's is an item of the conversation now, and is written down. */
export function committed(state: CallState, itemId: string): Transition {
  const draft = findDraft(state, itemId)
  if (!draft) return become(state)
  return write(keepDraft(state, { ...draft, complete: true }), turnEntry(draft.turn))
}

function saidSomething(state: CallState): CallState {
  const { weighing } = state.speech
  return weighing.resumed === 0
    ? state
    : withSpeech(state, { weighing: { ...weighing, resumed: 0 } })
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
    return write(text === '' ? withoutWords(heard) : withWords(heard), turnEntry(turn), ...usage)
  }
  if (state.traits.speechEvents || knowsTurn(state.turns.history, itemId)) {
    return write(state, ...usage)
  }
  const startedAtMs = now - state.startedAt
  const turn = newTurn('caller', itemId, startedAtMs)
  const said = { ...turn, text, heardText: text, endedAtMs: startedAtMs }
  return inOrder(
    afterFarewell(withWords(state)),
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
  const { lastVoiceAt, soundAt, lifeBefore, reprompts } = state.speech
  const silent = withSpeech(state, { reprompts: answeredByNobody(reprompts) })
  return lastVoiceAt === soundAt ? withSpeech(silent, { lastVoiceAt: lifeBefore }) : silent
}

function withWords(state: CallState): CallState {
  const { reprompts } = state.speech
  return withSpeech(state, { reprompts: answeredByWords(reprompts) })
}
