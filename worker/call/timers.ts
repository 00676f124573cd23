import { beginClosing, end, endParted, engineFailed } from './ending.ts'
import { passDigits } from './keypad.ts'
import { LIMITS } from './limits.ts'
import { want } from './responses.ts'
import { isQuiet } from './speech.ts'
import { type CallState, inOrder, stay, type Transition } from './state.ts'
import { toolSettled } from './toolCalls.ts'

/** Something that happens at a time, if nothing changes until then. */
interface Timer {
  at: number
  act: (state: CallState, now: number) => Transition
}

/** When the machine next wants a `clock.tick`, epoch ms; `Infinity` when it waits for nothing. */
export function deadlineOf(state: CallState): number {
  let earliest = Infinity
  for (const timer of timersOf(state)) earliest = Math.min(earliest, timer.at)
  return earliest
}

/** Does what is due. */
export function tick(state: CallState, now: number): Transition {
  const due = timersOf(state).filter((timer) => timer.at <= now)
  const steps = due.map(
    ({ act }) =>
      (s: CallState) =>
        s.phase.name === 'ended' ? stay(s) : act(s, now),
  )
  return inOrder(state, ...steps)
}

/** Everything the call waits for, each with its own end. */
function timersOf(state: CallState): Timer[] {
  if (state.phase.name === 'ended') return []
  if (state.phase.name === 'parting') return [{ at: state.phase.until, act: endParted }]
  return [
    ...carrierTimers(state),
    ...engineTimers(state),
    ...conversationTimers(state),
    ...toolTimers(state),
  ]
}

function carrierTimers({ phase, stream }: CallState): Timer[] {
  if (stream.open) return []
  const rings = phase.name === 'ringing'
  const failure = rings
    ? 'The media stream never opened.'
    : 'The media stream broke and did not come back.'
  const at = stream.awaitedSince + (rings ? LIMITS.carrierOpen : LIMITS.carrierReturn)
  return [{ at, act: (s, now) => end(s, 'carrier_failed', failure, now) }]
}

/** When it comes to this, the model is given up. */
function fails(at: number, failure: string): Timer {
  return { at, act: (s, now) => engineFailed(s, failure, now) }
}

function engineTimers({ engineReady, startedAt, responses: { active } }: CallState): Timer[] {
  if (!engineReady) return [fails(startedAt + LIMITS.engineOpen, 'The model did not open in time.')]
  switch (active.kind) {
    case 'none':
      return []
    case 'asked':
      return [fails(active.since + LIMITS.responseStart, 'The model did not begin to answer.')]
    case 'own':
      return [{ at: active.since + LIMITS.ownResponse, act: askInstead }]
    case 'running':
      return [fails(active.since + LIMITS.responseProgress, 'The model fell silent in mid-answer.')]
  }
}

/** The engine did not begin by itself after all, so the call asks. */
function askInstead(state: CallState): Transition {
  const idle = { ...state.responses, active: { kind: 'none' } as const }
  return stay({ ...state, responses: want(idle, { kind: 'continue' }) })
}

function conversationTimers(state: CallState): Timer[] {
  const { phase, rules, dtmf, answeredAt, lastVoiceAt, engineReady } = state
  const timers: Timer[] = []
  if (dtmf && engineReady) timers.push({ at: dtmf.lastAt + LIMITS.dtmfPause, act: passDigits })
  if (phase.name === 'closing') {
    const at = Math.max(phase.until, lastVoiceAt + LIMITS.goodbye)
    timers.push({ at, act: (s, now) => end(s, phase.reason, null, now) })
  }
  if (phase.name !== 'talking' || answeredAt === null) return timers
  timers.push({
    at: answeredAt + rules.maxDurationSec * 1000,
    act: (s, now) => beginClosing(s, 'max_duration', 'owed', now),
  })
  if (rules.silenceTimeoutSec > 0 && isQuiet(state)) {
    timers.push({
      at: lastVoiceAt + rules.silenceTimeoutSec * 1000,
      act: (s, now) => beginClosing(s, 'silence', 'owed', now),
    })
  }
  return timers
}

function toolTimers({ responses }: CallState): Timer[] {
  const output = 'The tool took too long and was given up.'
  return responses.pendingTools.map(({ toolCallId, deadline }) => ({
    at: deadline,
    act: (s, now) => toolSettled(s, { toolCallId, output, endsCall: false }, now),
  }))
}
