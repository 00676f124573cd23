import { completeApart } from './aloud.ts'
import { engineFailed } from './engineLeg.ts'
import type { ResponseDone, ResponseRequest } from './events.ts'
import { weighPromise } from './promiseKeeping.ts'
import {
  type ActiveResponse,
  anotherRuns,
  done,
  fruitful,
  isFiller,
  inVain,
  wantFirst,
  wordless,
} from './responses.ts'
import { endSpeech, isCut } from './speech.ts'
import { become, type CallState, inOrder, type Transition, trouble, write } from './state.ts'
import { completeDrafts, usageEntries } from './transcript.ts'

/** A response is over. What was asked for and did not become sound is still owed. */
export function responseDone(state: CallState, event: ResponseDone, now: number): Transition {
  const { responseId, status } = event
  const { active } = state.responses
  const wasHeard = hadSound(state, responseId)
  const words = wordsOf(state, responseId)
  const isStray = anotherRuns(state.responses, responseId)
  const request = isStray ? null : requestOf(active)
  return inOrder(
    { ...state, responses: done(state.responses, responseId) },
    (s) => write(s, ...usageEntries(event.usage)),
    (s) => complete(s, responseId, status === 'completed', now),
    endSpeech,
    (s) =>
      isStray || isCut(s, responseId, now) || s.traits.continuous
        ? become(s)
        : outcome(s, event, active, wasHeard, now),
    (s) => weighPromise(s, event, request, words, now),
  )
}

function complete(state: CallState, responseId: string, whole: boolean, now: number): Transition {
  return state.traits.audio === 'direct'
    ? completeApart(state, responseId, whole, now)
    : completeDrafts(state, responseId, whole, now)
}

function requestOf(active: ActiveResponse): ResponseRequest | null {
  return active.kind === 'running' ? active.request : null
}

/** What it has said so far. */
function wordsOf({ turns }: CallState, responseId: string): string {
  const own = turns.drafts.filter((draft) => draft.responseId === responseId)
  return own.map(({ turn }) => turn.text).join(' ')
}

/** On a direct line words stand for sound. */
function hadSound({ turns, speech, traits }: CallState, responseId: string): boolean {
  if (speech.spokenResponseId === responseId) return true
  return turns.drafts.some(
    ({ turn, responseId: own }) =>
      own === responseId && (traits.audio === 'direct' ? turn.text !== '' : turn.generatedMs > 0),
  )
}

function outcome(
  state: CallState,
  { responseId, status, detail, retryAfterMs }: ResponseDone,
  active: ActiveResponse,
  wasHeard: boolean,
  now: number,
): Transition {
  const calledTools = state.responses.toolResponseId === responseId
  const request = requestOf(active)
  // What bridges a wait is no answer, and who is made to act need not speak: neither is owed.
  if (isFiller(request) || (request?.kind === 'do' && !calledTools)) {
    return detail ? trouble(state, 'engine_error', detail, now) : become(state)
  }
  const isWhole = status === 'completed' || status === 'cancelled'
  if (wasHeard && isWhole) {
    return become({ ...state, responses: fruitful(state.responses) })
  }
  if (isWhole && calledTools) return toolsAlone(state, now)
  const owed = wasHeard ? THE_REST : owedOf(state, active)
  if (!owed) return detail ? trouble(state, 'engine_error', detail, now) : become(state)
  const why = detail ?? (wasHeard ? 'The answer was cut short.' : 'The answer had no sound.')
  const responses = wantFirst(state.responses, owed)
  return inOrder(
    { ...state, responses },
    (s) => trouble(s, 'engine_error', why, now),
    (s) => askAgain(s, why, retryAfterMs, now),
  )
}

const THE_REST: ResponseRequest = { kind: 'go_on', after: null }

/** What a response was to serve: what we asked for, or the caller's turn. */
function owedOf({ turns }: CallState, active: ActiveResponse): ResponseRequest | null {
  if (active.kind === 'asked') return active.request
  if (active.kind === 'running' && active.request) return active.request
  return turns.unanswered ? { kind: 'continue' } : null
}

/** An answer that was nothing but calls of tools: their results lead on, but not for ever. */
function toolsAlone(state: CallState, now: number): Transition {
  const responses = wordless(state.responses)
  if (responses) return become({ ...state, responses })
  return engineFailed(state, 'The model called tools again and again, and did not speak.', now)
}

/** It was in vain: what is owed is asked for after a wait, and so often at the most. */
export function askAgain(
  state: CallState,
  why: string,
  retryAfterMs: number | null,
  now: number,
): Transition {
  const responses = inVain(state.responses, retryAfterMs, now)
  return responses ? become({ ...state, responses }) : engineFailed(state, why, now)
}
