import type { CallEffect, ResponseRequest } from './events.ts'
import { breaks, mended, processReturns } from './breaks.ts'
import { answered, end, part } from './phase.ts'
import { comesBack, isSettling } from './away.ts'
import { connectAgain, letEngineGo } from './engineLeg.ts'
import { LIMITS } from './limits.ts'
import { disconnected, hungUpAt, unfinished } from './playout.ts'
import { isFiller, wantFirst } from './responses.ts'
import { interrupt, playHeld } from './speech.ts'
import {
  alive,
  become,
  type CallState,
  inOrder,
  note,
  type Transition,
  withSpeech,
} from './state.ts'
import { isMoving, mayBeMoving } from './transfer/attempt.ts'
import { goneByRefer } from './transfer/refer.ts'

/** The stream is open: what the agent already said to the caller leaves at once. */
export function lineOpened(state: CallState, now: number): Transition {
  switch (state.line.name) {
    case 'direct':
    case 'open':
      return [state, []]
    case 'away':
      return inOrder(
        state,
        (s) => comesBack(s, now),
        (s) => (s.phase.name === 'ended' ? become(s) : lineOpened(s, now)),
      )
    case 'awaited': {
      const effects: CallEffect[] = state.speech.callerSpeaking
        ? [{ type: 'carrier.fill_pauses', fill: true }]
        : []
      // Every stream has a way of its own.
      const playout = disconnected(state.speech.playout)
      return inOrder(
        { ...withSpeech(alive(state, now), { playout, comfortUntil: 0 }), line: lineOf(state) },
        // A stream that was on its way when the process was lost comes without the carrier's question.
        (s) => (s.engine.stage.name === 'gone' ? processReturns(s, now) : become(s)),
        (s) => connectAgain(s, now),
        (s) => answered(s, now),
        (s) => mended(s, ({ what }) => what === 'line', now),
        (s) => playHeld(s, now),
        (s) => become(s, ...effects),
      )
    }
  }
}

/** What the line is once the caller is there. */
function lineOf({ traits }: CallState): CallState['line'] {
  return { name: traits.audio === 'direct' ? 'direct' : 'open' }
}

/** The stream broke. The carrier will ask what comes next, and is sent back to this call. */
export function lineLost(state: CallState, detail: string, now: number): Transition {
  if (state.line.name !== 'open') return [state, []]
  if (mayBeMoving(state, now)) return endedByMove(state, now)
  return inOrder(
    owingTheRest(state, now),
    (s) => interrupt(s, 'The stream broke', false, now, hungUpAt(s.speech.playout, now)),
    (s) => note(s, 'carrier_error', detail, now, { break: 'line' }),
    (s) => become(breaks(s, 'line', now)),
    (s) => become({ ...s, line: { name: 'awaited', since: now, after: 'break', tries: 0 } }),
  )
}

/** The stream ended because the caller is on their way to a person. If they do not arrive, they come back. */
function endedByMove(state: CallState, now: number): Transition {
  if (state.line.name !== 'open' && state.line.name !== 'direct') return [state, []]
  const isApart = state.line.name === 'direct'
  return inOrder(
    state,
    (s) => interrupt(s, 'The caller was moved', false, now, hungUpAt(s.speech.playout, now)),
    (s) => become({ ...s, line: { name: 'awaited', since: now, after: 'move', tries: 0 } }),
    // On such a line the model went with the caller's leg.
    (s) => (isApart ? letEngineGo(s) : become(s)),
  )
}

/** What the agent was saying when the stream broke is owed: its rest, or all of it. */
function owingTheRest(state: CallState, now: number): CallState {
  const { active } = state.responses
  const items = unfinished(state.speech.playout, hungUpAt(state.speech.playout, now))
  const wasSpeaking = items.length > 0 || state.speech.held.length > 0 || active.kind === 'running'
  if (!wasSpeaking || state.phase.name !== 'talking' || state.traits.continuous) return state
  const wasHeard = items.some(({ heardMs }) => heardMs > 0)
  const asked = active.kind === 'running' ? active.request : null
  if (isFiller(asked)) return state
  const request: ResponseRequest = wasHeard
    ? { kind: 'go_on', after: null }
    : (asked ?? { kind: 'continue' })
  return { ...state, responses: wantFirst(state.responses, request) }
}

/** No frame came for long. A line that gives no other sign either is dark, though nobody closed it. */
export function lineQuiet(state: CallState, forMs: number, now: number): Transition {
  const patience = state.speech.echoMissing ? LIMITS.darkWithoutEcho : LIMITS.dark
  if (state.line.name !== 'open' || forMs < patience) return [state, []]
  const seconds = Math.round(forMs / 1000)
  return inOrder(
    state,
    (s) => lineLost(s, `The carrier has sent no audio for ${seconds} s.`, now),
    (s) => become(s, { type: 'carrier.release' }),
  )
}

/** The caller is about to come back: over a new stream, from a person, or after a restart of ours. */
export function lineReturns(state: CallState, now: number): Transition {
  switch (state.line.name) {
    case 'direct':
      return inOrder(
        state,
        (s) => processReturns(s, now),
        (s) => connectAgain(s, now),
      )
    case 'open':
      // Its end may be slower to be noticed than the carrier's question.
      return lineLost(state, 'The carrier ended the media stream.', now)
    case 'awaited': {
      // They are sent to the room where the person waits.
      if (isMoving(state)) return [state, []]
      const tries = state.line.tries + 1
      if (tries > STREAMS_ALLOWED) return end(state, 'carrier_failed', NEVER_OPENS, now)
      return inOrder(
        { ...state, line: { ...state.line, since: now, tries } },
        (s) => (tries === 1 ? processReturns(s, now) : become(s)),
        (s) => connectAgain(s, now),
      )
    }
    case 'away':
      return isSettling(state, now) ? [state, []] : comesBack(state, now)
  }
}

/** A stream that is refused so often in a row never opens: the caller hears a sentence instead. */
const STREAMS_ALLOWED = 3
const NEVER_OPENS = 'The media stream was tried again and again, and did not open.'

/** Nobody is on the line any more. A caller who never came back after a restart was cut off by it. */
export function lineHungUp(state: CallState, now: number): Transition {
  const { line } = state
  const cutOff = line.name === 'awaited' && line.after === 'restart'
  return cutOff ? end(state, 'interrupted', NOT_BACK.restart, now) : part(state, now)
}

/** Why a line that is awaited ends, when nobody comes. */
export const NOT_BACK = {
  ring: 'The media stream never opened.',
  break: 'The media stream broke and did not come back.',
  restart: 'The call was cut off when its process was restarted.',
  move: 'The caller was to be moved to a person, and did not come back.',
} as const

/** The stream was ended by the carrier, which means nothing of a caller who talks to a person, or is moved to one. */
export function lineStopped(state: CallState, now: number): Transition {
  if (state.transfer?.stage.name === 'referred') return goneByRefer(state, now)
  if (mayBeMoving(state, now)) return endedByMove(state, now)
  return state.line.name === 'away' ? [state, []] : part(state, now)
}
