import {
  callerPauses,
  callerSpeaks,
  callerTranscribed,
  callerTurnCommitted,
} from '../callerTurn.ts'
import { engineFailed, engineLost, engineReady } from '../engineLeg.ts'
import type { EngineEvent, ResponseDone } from '../events.ts'
import { done, refusedAsBad, refusedAsBusy, started, want } from '../responses.ts'
import { agentAudio, endSpeech, isCut, sayingGoodbye } from '../speech.ts'
import { become, type CallState, inOrder, note, type Transition, write } from '../state.ts'
import { callTool } from '../toolCalls.ts'
import { addWords, completeDrafts, setWords, usageEntries } from '../transcript.ts'

/** Something happened on the agent's side. */
export function engineEvent(state: CallState, event: EngineEvent, now: number): Transition {
  switch (event.type) {
    case 'engine.ready':
      return engineReady(state, now)
    case 'engine.lost':
      return engineLost(state, event, now)
    case 'engine.failed':
      return engineFailed(state, event.detail, now, event.reason)
    case 'engine.speech_started':
      return callerSpeaks(state, event.itemId, now)
    case 'engine.speech_stopped':
      return callerPauses(state, event, now)
    case 'engine.committed':
      return callerTurnCommitted(state, event.itemId, now)
    case 'engine.transcribed':
      return callerTranscribed(state, event, now)
    case 'engine.response_started':
      return responseStarted(state, event.responseId, now)
    case 'engine.audio':
      return agentAudio(state, event, now)
    case 'engine.words':
      return agentWords(state, event, now)
    case 'engine.said':
      return isCut(state, event.responseId, now)
        ? [state, []]
        : become(setWords(state, event.itemId, event.text))
    case 'engine.response_done':
      return responseDone(state, event, now)
    case 'engine.tool_call':
      return callTool(state, event, now)
    case 'engine.refused':
      return refused(state, event, now)
    case 'engine.troubled':
      return note(state, 'engine_error', event.detail, now)
  }
}

function agentWords(
  state: CallState,
  event: Extract<EngineEvent, { type: 'engine.words' }>,
  now: number,
): Transition {
  if (isCut(state, event.responseId, now)) return [state, []]
  const said = addWords(state, event, now)
  // An engine that never pauses is known to speak by its words alone.
  return become(said.traits.continuous ? { ...said, phase: sayingGoodbye(said.phase) } : said)
}

function responseStarted(state: CallState, responseId: string, now: number): Transition {
  return become({
    ...state,
    responses: started(state.responses, responseId, now),
    turns: { ...state.turns, respondedAt: now },
  })
}

/** How many responses may fail in a row before the call is given up. */
const FAILURES_ALLOWED = 1

function responseDone(state: CallState, event: ResponseDone, now: number): Transition {
  return inOrder(
    { ...state, responses: done(state.responses, event.responseId) },
    (s) => write(s, ...usageEntries(event.usage)),
    (s) => completeDrafts(s, event.responseId, event.status === 'completed', now),
    endSpeech,
    (s) => responseOutcome(s, event, now),
  )
}

function responseOutcome(
  state: CallState,
  { status, detail }: ResponseDone,
  now: number,
): Transition {
  switch (status) {
    case 'completed':
    case 'cancelled':
      return become(state)
    case 'incomplete':
      return note(state, 'engine_error', detail ?? 'The answer was cut short.', now)
    case 'failed':
      return responseFailed(state, detail ?? 'The model failed to answer.', now)
  }
}

/** One failed response is asked for again; a second one in a row ends the call. */
function responseFailed(state: CallState, failure: string, now: number): Transition {
  const { failures } = state.responses
  if (failures >= FAILURES_ALLOWED) return engineFailed(state, failure, now)
  const responses = want({ ...state.responses, failures: failures + 1 }, { kind: 'continue' })
  return note({ ...state, responses }, 'engine_error', failure, now)
}

function refused(
  state: CallState,
  event: Extract<EngineEvent, { type: 'engine.refused' }>,
  now: number,
): Transition {
  const responses =
    event.why === 'already_responding'
      ? refusedAsBusy(state.responses, now)
      : refusedAsBad(state.responses)
  return note({ ...state, responses }, 'engine_error', event.detail, now)
}
