import { closeWhenHeard, end, engineFailed, stayOnTheLine } from './ending.ts'
import type { CallEffect, CallEvent, ResponseRequest } from './events.ts'
import { pressKey } from './keypad.ts'
import {
  askNext,
  done,
  expectOwn,
  refusedAsBad,
  refusedAsBusy,
  started,
  want,
} from './responses.ts'
import { agentAudio, interrupt, markPlayed, playHeld } from './speech.ts'
import { type CallState, inOrder, stay, type Transition } from './state.ts'
import { tick } from './timers.ts'
import { callTool, toolSettled } from './toolCalls.ts'
import {
  addWords,
  callerDraft,
  completeDrafts,
  draftOf,
  putDraft,
  recordTurn,
  setWords,
} from './transcript.ts'

/**
 * The call as a state machine: what happened goes in, what must be done comes out. It does no I/O
 * and reads no clock; `now` (epoch ms) comes in with the event. Whatever happens, two things follow:
 * the next request in line is sent when nobody is speaking, and a goodbye that was heard ends the call.
 */
export function transition(state: CallState, event: CallEvent, now: number): Transition {
  // A leg can keep talking for a moment after the call is over.
  if (state.phase.name === 'ended') return [state, []]
  return inOrder(
    state,
    (s) => react(s, event, now),
    (s) => closeWhenHeard(s, now),
    (s) => speakNext(s, now),
  )
}

function react(state: CallState, event: CallEvent, now: number): Transition {
  switch (event.type) {
    case 'carrier.started':
      return streamOpened(state, now)
    case 'carrier.stopped':
      return end(state, 'caller_hung_up', null, now)
    case 'carrier.failed':
      return end(state, 'carrier_failed', 'The phone network could not carry the call.', now)
    case 'carrier.lost':
      return streamLost(state, event.detail, now)
    case 'carrier.mark':
      return markPlayed(state, event.name, now)
    case 'carrier.dtmf':
      return pressKey(state, event.digit, now)

    case 'engine.ready':
      return engineReady(state)
    case 'engine.speech_started':
      return callerSpeaks(state, event.itemId, now)
    case 'engine.speech_stopped':
      return callerPauses(state, event, now)
    case 'engine.committed':
      return callerTurnCommitted(state, event.itemId, now)
    case 'engine.transcribed':
      return callerTranscribed(state, event)

    case 'engine.response_started':
      return responseStarted(state, event.responseId, now)
    case 'engine.audio':
      return agentAudio(state, event, now)
    case 'engine.words':
      return state.cut.includes(event.responseId) ? stay(state) : stay(addWords(state, event, now))
    case 'engine.said':
      return state.cut.includes(event.responseId)
        ? stay(state)
        : stay(setWords(state, event.itemId, event.text))
    case 'engine.response_done':
      return responseDone(state, event, now)
    case 'engine.tool_call':
      return callTool(state, event, now)
    case 'tool.settled':
      return toolSettled(state, event, now)

    case 'engine.refused':
      return refused(state, event, now)
    case 'engine.troubled':
      return stay(state, note('engine_error', event.detail, now))
    case 'engine.failed':
      return engineFailed(state, event.detail, now, event.reason)
    case 'operator.ended':
      return end(state, 'operator_ended', null, now)
    case 'clock.tick':
      return tick(state, now)
    default:
      return event satisfies never
  }
}

/** The caller is on the line: what the agent already said to them leaves at once. */
function streamOpened(state: CallState, now: number): Transition {
  const opened: CallState = {
    ...state,
    phase: state.phase.name === 'ringing' ? { name: 'talking' } : state.phase,
    stream: { open: true },
    answeredAt: state.answeredAt ?? now,
    lastVoiceAt: now,
  }
  const answered: CallEffect[] =
    state.answeredAt === null ? [{ type: 'record', entry: { kind: 'answered', at: now } }] : []
  return inOrder(
    opened,
    (s) => playHeld(s, now),
    (s) => stay(s, ...answered),
  )
}

/** The stream broke. The carrier will ask what comes next, and is sent back to this call. */
function streamLost(state: CallState, detail: string, now: number): Transition {
  if (!state.stream.open) return [state, []]
  return inOrder(
    state,
    (s) => interrupt(s, 'The stream broke', false, now),
    (s) =>
      stay(
        { ...s, stream: { open: false, awaitedSince: now } },
        note('carrier_error', detail, now),
      ),
  )
}

/** The model listens. The first words are generated while the caller's stream is still being set up. */
function engineReady(state: CallState): Transition {
  const ready = { ...state, engineReady: true }
  const request = greetingRequest(state)
  return stay(request ? { ...ready, responses: want(ready.responses, request) } : ready)
}

function greetingRequest({ rules: { greeting } }: CallState): ResponseRequest | null {
  switch (greeting.type) {
    case 'fixed':
      return { kind: 'verbatim', text: greeting.text }
    case 'generated':
      return {
        kind: 'instructed',
        instructions: 'The call has just been answered. Greet the caller in one short sentence.',
      }
    case 'none':
      return null
  }
}

/** The caller speaks: with barge-in on, the agent falls silent. */
function callerSpeaks(state: CallState, itemId: string, now: number): Transition {
  const draft = callerDraft(itemId, now - state.startedAt)
  const speaking = { ...putDraft(state, draft), callerSpeaking: true, lastVoiceAt: now }
  if (!state.rules.bargeIn) return stay(speaking)
  return inOrder(
    speaking,
    (s) => interrupt(s, 'The caller spoke', true, now),
    (s) => stayOnTheLine(s),
  )
}

function callerPauses(
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
  }
  const draft = draftOf(silent, event.itemId)
  if (!draft) return stay(silent)
  // Clocks differ: the end of speech by the model's count may seem to lie before its beginning.
  const endedAtMs = Math.max(draft.turn.startedAtMs, speechEndedAt - state.startedAt)
  const turn = { ...draft.turn, endedAtMs }
  return stay(putDraft(silent, { ...draft, turn }))
}

/** The caller's turn is in the conversation. With barge-in on, the model answers by itself. */
function callerTurnCommitted(state: CallState, itemId: string, now: number): Transition {
  const draft = draftOf(state, itemId)
  const effects = draft ? [recordTurn(draft.turn)] : []
  const responses = state.rules.bargeIn
    ? expectOwn(state.responses, now)
    : want(state.responses, { kind: 'continue' })
  return stay({ ...state, responses }, ...effects)
}

/** The caller's words, which may come long after the answer to them has begun. */
function callerTranscribed(
  state: CallState,
  event: Extract<CallEvent, { type: 'engine.transcribed' }>,
): Transition {
  const usage: CallEffect[] = event.usage
    ? [{ type: 'record', entry: { kind: 'usage', usage: event.usage } }]
    : []
  const draft = draftOf(state, event.itemId)
  if (!draft) return stay(state, ...usage)
  const turn = { ...draft.turn, text: event.text, heardText: event.text }
  const drafts = state.drafts.filter((other) => other !== draft)
  return stay({ ...state, drafts }, recordTurn(turn), ...usage)
}

function responseStarted(state: CallState, responseId: string, now: number): Transition {
  return stay({
    ...state,
    responses: started(state.responses, responseId, now),
    respondedAt: now,
  })
}

/** How many responses may fail in a row before the call is given up. */
const FAILURES_ALLOWED = 1

function responseDone(
  state: CallState,
  event: Extract<CallEvent, { type: 'engine.response_done' }>,
  now: number,
): Transition {
  const usage: CallEffect[] = event.usage
    ? [{ type: 'record', entry: { kind: 'usage', usage: event.usage } }]
    : []
  return inOrder(
    { ...state, responses: done(state.responses, event.responseId) },
    (s) => stay(s, ...usage),
    (s) => completeDrafts(s, event.responseId, now),
    (s) => responseOutcome(s, event.status, event.detail, now),
  )
}

function responseOutcome(
  state: CallState,
  status: 'completed' | 'cancelled' | 'incomplete' | 'failed',
  detail: string | null,
  now: number,
): Transition {
  switch (status) {
    case 'completed':
    case 'cancelled':
      return stay(state)
    case 'incomplete':
      return stay(state, note('engine_error', detail ?? 'The answer was cut short.', now))
    case 'failed':
      return responseFailed(state, detail, now)
  }
}

/** One failed response is asked for again; a second one in a row ends the call. */
function responseFailed(state: CallState, detail: string | null, now: number): Transition {
  const failure = detail ?? 'The model failed to answer.'
  if (state.failures >= FAILURES_ALLOWED) return engineFailed(state, failure, now)
  const responses = want(state.responses, { kind: 'continue' })
  return stay(
    { ...state, responses, failures: state.failures + 1 },
    note('engine_error', failure, now),
  )
}

function refused(
  state: CallState,
  event: Extract<CallEvent, { type: 'engine.refused' }>,
  now: number,
): Transition {
  const responses =
    event.why === 'already_responding'
      ? refusedAsBusy(state.responses, now)
      : refusedAsBad(state.responses)
  return stay({ ...state, responses }, note('engine_error', event.detail, now))
}

/** What waits to be said is asked for when the model is ready and the caller is not speaking. */
function speakNext(state: CallState, now: number): Transition {
  if (state.phase.name === 'ended' || !state.engineReady || state.callerSpeaking) return [state, []]
  const [responses, effects] = askNext(state.responses, now)
  return [{ ...state, responses }, effects]
}

function note(kind: 'engine_error' | 'carrier_error', summary: string, now: number): CallEffect {
  return {
    type: 'record',
    entry: { kind: 'event', at: now, event: { kind, summary, detail: null } },
  }
}
