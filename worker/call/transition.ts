import { callerPauses, callerSpeaks, callerTranscribed, callerTurnCommitted } from './callerTurn.ts'
import { closeWhenHeard, end, endParted, engineFailed, part } from './ending.ts'
import type { CallEffect, CallEvent, ResponseRequest } from './events.ts'
import { pressKey } from './keypad.ts'
import { disconnected, hungUpAt } from './playout.ts'
import { askNext, done, refusedAsBad, refusedAsBusy, started, want } from './responses.ts'
import { agentAudio, endSpeech, interrupt, markPlayed, playHeld } from './speech.ts'
import { type CallState, inOrder, stay, type Transition } from './state.ts'
import { tick } from './timers.ts'
import { callTool, toolSettled } from './toolCalls.ts'
import { addWords, awaitsWords, completeDrafts, recordUsage, setWords } from './transcript.ts'

/**
 * The call as a state machine: what happened goes in, what must be done comes out. It does no I/O
 * and reads no clock; `now` (epoch ms) comes in with the event. Whatever happens, two things follow:
 * the next request in line is sent when nobody is speaking, and a goodbye that was heard ends the call.
 */
export function transition(state: CallState, event: CallEvent, now: number): Transition {
  // A leg can keep talking for a moment after the call is over.
  if (state.phase.name === 'ended') return [state, []]
  if (state.phase.name === 'parting') return hearOut(state, event, now)
  return inOrder(
    state,
    (s) => react(s, event, now),
    (s) => closeWhenHeard(s, now),
    (s) => speakNext(s, now),
  )
}

/** The caller has left. Only their last words, and what they cost, are of interest now. */
function hearOut(state: CallState, event: CallEvent, now: number): Transition {
  switch (event.type) {
    case 'engine.transcribed':
      return inOrder(
        state,
        (s) => callerTranscribed(s, event),
        (s) => (s.drafts.some(awaitsWords) ? stay(s) : endParted(s)),
      )
    case 'engine.response_done':
      return stay(state, ...recordUsage(event.usage))
    case 'engine.failed':
      return endParted(state)
    case 'clock.tick':
      return tick(state, now)
    default:
      return stay(state)
  }
}

function react(state: CallState, event: CallEvent, now: number): Transition {
  switch (event.type) {
    case 'carrier.started':
      return streamOpened(state, now)
    case 'carrier.stopped':
      return part(state, now)
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
  const effects: CallEffect[] = []
  if (state.callerSpeaking) effects.push({ type: 'carrier.fill_pauses', fill: true })
  if (state.answeredAt === null) {
    effects.push({ type: 'record', entry: { kind: 'answered', at: now } })
  }
  return inOrder(
    opened,
    (s) => playHeld(s, now),
    (s) => stay(s, ...effects),
  )
}

/** The stream broke. The carrier will ask what comes next, and is sent back to this call. */
function streamLost(state: CallState, detail: string, now: number): Transition {
  if (!state.stream.open) return [state, []]
  return inOrder(
    state,
    (s) => interrupt(s, 'The stream broke', false, now, hungUpAt(s.playout, now)),
    (s) =>
      stay(
        {
          ...s,
          stream: { open: false, awaitedSince: now },
          playout: disconnected(s.playout),
        },
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
  return inOrder(
    { ...state, responses: done(state.responses, event.responseId) },
    (s) => stay(s, ...recordUsage(event.usage)),
    (s) => completeDrafts(s, event.responseId, event.status === 'completed', now),
    endSpeech,
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
  return responses === state.responses ? [state, effects] : [{ ...state, responses }, effects]
}

function note(kind: 'engine_error' | 'carrier_error', summary: string, now: number): CallEffect {
  return {
    type: 'record',
    entry: { kind: 'event', at: now, event: { kind, summary, detail: null } },
  }
}
