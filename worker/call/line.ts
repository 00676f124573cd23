import type { CallEffect } from './events.ts'
import { answered, end, fallSilent, part } from './phase.ts'
import { openEngine } from './engineLeg.ts'
import { disconnected, hungUpAt } from './playout.ts'
import { RETURNED } from './prompts.ts'
import { IDLE, want } from './responses.ts'
import { interrupt, playHeld } from './speech.ts'
import {
  alive,
  become,
  type CallState,
  inOrder,
  note,
  type Transition,
  withSpeech,
  write,
} from './state.ts'

/** The stream is open: what the agent already said to the caller leaves at once. */
export function lineOpened(state: CallState, now: number): Transition {
  switch (state.line.name) {
    case 'direct':
    case 'open':
      return [state, []]
    case 'away':
      return inOrder(
        state,
        (s) => lineReturns(s, now),
        (s) => lineOpened(s, now),
      )
    case 'awaited': {
      const effects: CallEffect[] = state.speech.callerSpeaking
        ? [{ type: 'carrier.fill_pauses', fill: true }]
        : []
      // Every stream has a way of its own.
      const playout = disconnected(state.speech.playout)
      return inOrder(
        { ...withSpeech(alive(state, now), { playout }), line: { name: 'open' } },
        (s) => answered(s, now),
        (s) => playHeld(s, now),
        (s) => become(s, ...effects),
      )
    }
  }
}

/** The stream broke. The carrier will ask what comes next, and is sent back to this call. */
export function lineLost(state: CallState, detail: string, now: number): Transition {
  if (state.line.name !== 'open') return [state, []]
  return inOrder(
    state,
    (s) => interrupt(s, 'The stream broke', false, now, hungUpAt(s.speech.playout, now)),
    (s) => note(s, 'carrier_error', detail, now),
    (s) => become({ ...s, line: { name: 'awaited', since: now, after: 'break' } }),
  )
}

/** The caller is about to come back: over a new stream, from a person, or after a restart of ours. */
export function lineReturns(state: CallState, now: number): Transition {
  switch (state.line.name) {
    case 'direct':
      return [state, []]
    case 'open':
      // Its end may be slower to be noticed than the carrier's question.
      return lineLost(state, 'The carrier ended the media stream.', now)
    case 'awaited':
      return connectAgain({ ...state, line: { ...state.line, since: now } }, now)
    case 'away': {
      const back: CallState = {
        ...alive(state, now),
        awayMs: state.awayMs + now - state.line.since,
        line: { name: 'awaited', since: now, after: 'break' },
        responses: want(state.responses, { kind: 'instructed', instructions: RETURNED }),
      }
      return inOrder(
        back,
        (s) => write(s, { kind: 'moved', at: now, to: 'back' }),
        (s) => connectAgain(s, now),
      )
    }
  }
}

function connectAgain(state: CallState, now: number): Transition {
  return state.engine.stage.name === 'gone' ? openEngine(state, now) : [state, []]
}

/** The caller talks to a person now: the agent is let go until they come back. */
export function lineMoved(state: CallState, now: number): Transition {
  if (state.line.name === 'away') return [state, []]
  const { knownTools, pendingTools } = state.responses
  const away: CallState = {
    ...state,
    line: { name: 'away', since: now },
    engine: { ...state.engine, stage: { name: 'gone' }, outage: null },
    responses: { ...IDLE, knownTools, pendingTools },
    keypad: null,
  }
  return inOrder(
    away,
    (s) => fallSilent(s, hungUpAt(s.speech.playout, now), now),
    (s) => write(s, { kind: 'moved', at: now, to: 'away' }),
    (s) => become(s, { type: 'engine.close' }),
  )
}

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
} as const

/** The stream was ended by the carrier, which means nothing of a caller who talks to a person. */
export function lineStopped(state: CallState, now: number): Transition {
  return state.line.name === 'away' ? [state, []] : part(state, now)
}
