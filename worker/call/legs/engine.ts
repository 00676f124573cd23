import {
  callerNotTranscribed,
  callerPauses,
  callerTranscribed,
  callerTurnCommitted,
  knowWords,
} from '../callerTurn.ts'
import { heardApart } from '../direct.ts'
import { echoBegins, echoCommitted, echoEnds, isEcho, isEchoOf } from '../echo.ts'
import { engineFailed, engineLost, engineReady } from '../engineLeg.ts'
import type { EngineEvent } from '../events.ts'
import {
  callerSounds,
  disownedCommitted,
  isDisowned,
  isLasting,
  isOpen,
  isTalkedOver,
  keepRest,
  overlapCommitted,
  overlapEnds,
  overlapSaid,
  overlapUnsaid,
} from '../overlap.ts'
import { progressed, refusedAsBad, refusedAsBusy, started } from '../responses.ts'
import { askAgain, responseDone } from '../outcome.ts'
import { agentAudio, cutFromBirth, isCut, sayingGoodbye } from '../speech.ts'
import {
  become,
  type CallState,
  inOrder,
  type Transition,
  trouble,
  withSpeech,
  write,
} from '../state.ts'
import { callTool } from '../toolCalls.ts'
import { addWords, setWords, timeWords } from '../transcript.ts'

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
      return isEchoOf(state, event)
        ? echoBegins(state, event.itemId)
        : callerSounds(state, event.itemId, now)
    case 'engine.speech_stopped':
      return isEcho(state, event.itemId)
        ? echoEnds(state, event.itemId)
        : callerEnds(state, event, now)
    case 'engine.committed':
      return isEcho(state, event.itemId)
        ? echoCommitted(state, event.itemId)
        : callerCommitted(withKnownWords(state, event), event.itemId, now)
    case 'engine.transcribed':
      return inOrder(
        state,
        (s) => callerTranscribed(s, event, now),
        (s) => overlapSaid(s, event, now),
      )
    case 'engine.not_transcribed':
      return inOrder(
        state,
        (s) => callerNotTranscribed(s, event, now),
        (s) => overlapUnsaid(s, event.itemId, now),
      )
    case 'engine.response_started':
      return responseStarted(state, event.responseId, now)
    case 'engine.audio':
      return agentAudio(state, event, now)
    case 'engine.aloud':
    case 'engine.hushed':
    case 'engine.forgot':
      return heardApart(state, event, now)
    case 'engine.words':
      return agentWords(state, event, now)
    case 'engine.timed':
      return become(isCut(state, event.responseId, now) ? state : timeWords(state, event))
    case 'engine.scripted':
      return scripted(state, event, now)
    case 'engine.said':
      return isCut(state, event.responseId, now) ? [state, []] : become(setWords(state, event, now))
    case 'engine.response_done':
      return responseDone(state, event, now)
    case 'engine.tool_call':
      return callTool(state, event, now)
    case 'engine.refused':
      return refused(state, event, now)
    case 'engine.spoke': {
      const { words, differing } = event
      return write(state, { kind: 'words_spoken', words, differing })
    }
    case 'engine.troubled':
      return trouble(state, 'engine_error', event.detail, now)
  }
}

function callerEnds(
  state: CallState,
  event: Extract<EngineEvent, { type: 'engine.speech_stopped' }>,
  now: number,
): Transition {
  return isLasting(state) ? overlapEnds(state, event, now) : callerPauses(state, event, now)
}

function withKnownWords(
  state: CallState,
  { itemId, text }: Extract<EngineEvent, { type: 'engine.committed' }>,
): CallState {
  return text === undefined ? state : knowWords(state, itemId, text)
}

function callerCommitted(state: CallState, itemId: string, now: number): Transition {
  if (isOpen(state, itemId)) return overlapCommitted(state, itemId, now)
  return isDisowned(state, itemId)
    ? disownedCommitted(state, itemId)
    : callerTurnCommitted(state, itemId, now)
}

function agentWords(
  state: CallState,
  event: Extract<EngineEvent, { type: 'engine.words' }>,
  now: number,
): Transition {
  if (isCut(state, event.responseId, now)) return [state, []]
  const said = addWords(hasProgressed(state, event.responseId, now), event, now)
  // An engine that never pauses is known to speak by its words alone.
  return become(said.traits.continuous ? { ...said, phase: sayingGoodbye(said.phase) } : said)
}

/** On a direct line words are the only sign that an answer is being made. */
function hasProgressed(state: CallState, responseId: string, now: number): CallState {
  if (state.traits.audio !== 'direct') return state
  return { ...state, responses: progressed(state.responses, responseId, now) }
}

function scripted(
  state: CallState,
  { type: _, ...written }: Extract<EngineEvent, { type: 'engine.scripted' }>,
  now: number,
): Transition {
  return write(state, { kind: 'scripted', at: now, ...written })
}

function responseStarted(state: CallState, responseId: string, now: number): Transition {
  const { active } = state.responses
  const request = active.kind === 'asked' ? active.request : null
  const isNotice = request !== null && 'notice' in request
  const running: CallState = {
    ...(isNotice ? withSpeech(state, { noticeResponseId: responseId }) : state),
    responses: started(state.responses, responseId, now),
    turns: { ...state.turns, respondedAt: now },
  }
  // An answer to what the caller said before they went on is none any more.
  const mayInterrupt = state.rules.bargeIn && !state.traits.continuous && !isNotice
  const isLate = state.speech.callerSpeaking && mayInterrupt && !isTalkedOver(state)
  if (!isLate) return become(running)
  return cutFromBirth(keepRest(running, request ?? { kind: 'continue' }), responseId)
}

function refused(
  state: CallState,
  { why, detail, retryAfterMs }: Extract<EngineEvent, { type: 'engine.refused' }>,
  now: number,
): Transition {
  const isBusy = why === 'already_responding'
  const responses = isBusy ? refusedAsBusy(state.responses, now) : refusedAsBad(state.responses)
  const waits = isBusy && responses.active.kind === 'running'
  return inOrder(
    { ...state, responses },
    (s) => trouble(s, 'engine_error', detail, now),
    (s) => (waits ? become(s) : askAgain(s, detail, retryAfterMs, now)),
  )
}
