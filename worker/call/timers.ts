import { finishAloud } from './aloud.ts'
import { turnTooLong } from './callerTurn.ts'
import { collectingDue, collectingOver } from './collect.ts'
import { comfort } from './comfort.ts'
import {
  engineDark,
  engineFailed,
  failOverDue,
  giveUp,
  isMute,
  openEngine,
  outageEnds,
} from './engineLeg.ts'
import type { EndReason } from '../../convex/model/call.ts'
import type { CallEvent } from './events.ts'
import { bridge, fillerDue } from './filler.ts'
import { passDigits } from './keypad.ts'
import { LIMITS } from './limits.ts'
import { lineReturns, NOT_BACK } from './line.ts'
import { beginClosing, end, endParted, isHeldBack } from './phase.ts'
import { wordsOverdue, yieldTo } from './overlap.ts'
import { demandPromise, promiseDue } from './promiseKeeping.ts'
import { echoDue, isPlaying } from './playout.ts'
import { quietSince, reprompt, repromptDue } from './reprompt.ts'
import { want } from './responses.ts'
import { endSpeech, isQuiet, markOverdue } from './speech.ts'
import { become, type CallState, inOrder, type Transition } from './state.ts'
import { toolDue } from './toolCalls.ts'
import { isWaitedFor } from './transfer/attempt.ts'
import { transferDue, transferOverdue } from './transfer/deadlines.ts'
import { dryDue, hold, holdDue } from './transfer/holding.ts'
import { referDue } from './transfer/refer.ts'

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

/**
 * What happens many times in every answer, and brings no deadline nearer. The timer that is set may
 * come too early then, which does no harm.
 */
export function isRoutine(event: CallEvent, after: CallState): boolean {
  switch (event.type) {
    case 'engine.audio':
      return after.phase.name === 'talking' && !isWaitedFor(after.transfer)
    case 'engine.words':
      return after.phase.name === 'talking'
    case 'carrier.mark':
      return isPlaying(after.speech.playout)
    default:
      return false
  }
}

/** Does what is due. */
export function tick(state: CallState, now: number): Transition {
  const due = timersOf(state).filter((timer) => timer.at <= now)
  const steps = due.map(
    ({ act }) =>
      (s: CallState) =>
        s.phase.name === 'ended' ? become(s) : act(s, now),
  )
  return inOrder(state, ...steps)
}

/** Everything the call waits for, each with its own end. */
function timersOf(state: CallState): Timer[] {
  if (state.phase.name === 'ended') return []
  if (state.phase.name === 'parting') return [{ at: state.phase.until, act: endParted }]
  if (state.line.name === 'away') return [...awayTimers(state, state.line), ...toolTimers(state)]
  return [
    ...lineTimers(state),
    ...engineTimers(state),
    ...durationTimers(state),
    ...conversationTimers(state),
    ...speechTimers(state),
    ...overlapTimers(state),
    ...toolTimers(state),
    ...transferTimers(state),
  ]
}

/** While the caller talks to a person, the agent's limits stand still. */
function awayTimers(
  { pastTransfers }: CallState,
  line: Extract<CallState['line'], { name: 'away' }>,
): Timer[] {
  if (line.left) {
    const reason = pastTransfers.at(-1)?.outcome === 'connected' ? 'transferred' : 'carrier_failed'
    const failure = reason === 'transferred' ? null : NOT_BACK.move
    const at = line.left.at + LIMITS.carrierReturn
    return [{ at, act: (s, now) => end(s, reason, failure, now) }]
  }
  return [{ at: line.since + LIMITS.away, act: (s, now) => end(s, 'max_duration', null, now) }]
}

/** While a person is called. */
function transferTimers(state: CallState): Timer[] {
  if (!isWaitedFor(state.transfer)) return []
  return [
    { at: transferDue(state), act: transferOverdue },
    { at: holdDue(state), act: hold },
    { at: dryDue(state), act: endSpeech },
    // Whether they are sent on is looked at after every event, of which this is one.
    { at: referDue(state), act: (s) => become(s) },
  ]
}

function lineTimers({ line, phase }: CallState): Timer[] {
  if (line.name !== 'awaited') return []
  const { after } = line
  const patience = phase.name === 'ringing' ? LIMITS.carrierOpen : LIMITS.carrierReturn
  const reason = after === 'restart' ? 'interrupted' : 'carrier_failed'
  return [{ at: line.since + patience, act: (s, now) => end(s, reason, NOT_BACK[after], now) }]
}

/** When it comes to this, the engine is given up. */
function fails(at: number, failure: string): Timer {
  return { at, act: (s, now) => engineFailed(s, failure, now) }
}

function engineTimers(state: CallState): Timer[] {
  const { stage } = state.engine
  const given: Timer[] = [
    { at: outageEnds(state), act: giveUp },
    { at: failOverDue(state), act: giveUp },
  ]
  switch (stage.name) {
    case 'gone':
      // On a direct line nobody comes back after a restart, as nobody has left.
      return state.line.name === 'direct' ? [{ at: 0, act: lineReturns }] : []
    case 'opening':
      return [...given, fails(stage.since + LIMITS.engineOpen, 'The model did not open in time.')]
    case 'lost':
      return [...given, { at: stage.retryAt, act: openEngine }]
    case 'ready':
      return responseTimers(state)
  }
}

function responseTimers({ responses: { active, notBefore, wanted } }: CallState): Timer[] {
  switch (active.kind) {
    case 'none':
      // What waits is sent after every event, of which this is one.
      return wanted.length > 0 && notBefore > 0 ? [{ at: notBefore, act: waited }] : []
    case 'asked':
      return [dark(active.since + LIMITS.responseStart, 'The model did not begin to answer.')]
    case 'own':
      return [{ at: active.since + LIMITS.ownResponse, act: askInstead }]
    case 'running':
      return [dark(active.since + LIMITS.responseProgress, 'The model fell silent in mid-answer.')]
  }
}

function waited(state: CallState): Transition {
  return become({ ...state, responses: { ...state.responses, notBefore: 0 } })
}

/** When it comes to this, the engine is there and does nothing. */
function dark(at: number, cause: string): Timer {
  return { at, act: (s, now) => engineDark(s, cause, now) }
}

/** The engine did not begin by itself after all, so the call asks. */
function askInstead(state: CallState): Transition {
  const idle = { ...state.responses, active: { kind: 'none' } as const }
  return become({ ...state, responses: want(idle, { kind: 'continue' }) })
}

/** The longest duration, which nothing moves. */
function durationTimers({ answeredAt, rules, awayMs, phase }: CallState): Timer[] {
  if (answeredAt === null) return []
  const at = answeredAt + awayMs + rules.maxDurationSec * 1000
  const reason = phase.name === 'closing' ? phase.reason : 'max_duration'
  const last: Timer = { at: at + LIMITS.overtime, act: (s, now) => endClosing(s, reason, now) }
  if (phase.name !== 'talking') return [last]
  return [last, { at, act: (s, now) => beginClosing(s, 'max_duration', 'owed', now) }]
}

function conversationTimers(state: CallState): Timer[] {
  const { phase, rules, keypad, engine } = state
  const timers: Timer[] = []
  if (keypad && engine.stage.name === 'ready') {
    timers.push({ at: keypad.lastAt + LIMITS.dtmfPause, act: passDigits })
  }
  if (phase.name === 'closing') timers.push(...closingTimers(state, phase))
  timers.push({ at: promiseDue(state), act: demandPromise })
  timers.push({ at: fillerDue(state), act: bridge })
  timers.push({ at: collectingDue(state), act: collectingOver })
  if (phase.name === 'talking' && isQuiet(state) && !isWaitedFor(state.transfer)) {
    timers.push({ at: repromptDue(state), act: reprompt })
    if (rules.silenceTimeoutSec > 0) {
      timers.push({
        at: quietSince(state) + rules.silenceTimeoutSec * 1000,
        act: (s, now) => beginClosing(s, 'silence', 'owed', now),
      })
    }
  }
  return timers
}

/** When it is to be known what a sound over the agent's voice is. */
function overlapTimers({ speech: { weighing } }: CallState): Timer[] {
  return weighing.overlaps.map(({ itemId, ended, yieldsAt }) =>
    ended
      ? {
          at: ended.endpointedAt + LIMITS.wordsOfSound,
          act: (s, now) => wordsOverdue(s, itemId, now),
        }
      : { at: yieldsAt, act: (s, now) => yieldTo(s, itemId, now) },
  )
}

/** The goodbye takes too long. One that an engine was asked for in vain was not its caller's fault. */
function endClosing(state: CallState, reason: EndReason, now: number): Transition {
  if (isMute(state)) return engineFailed(state, 'The model said nothing any more.', now)
  return end(state, reason, null, now)
}

/** Who is heard, and who has been waiting to be. */
function speechTimers({ speech, phase, farewell, responses, line, transfer }: CallState): Timer[] {
  const timers: Timer[] = []
  if (speech.callerSpeaking) {
    timers.push({ at: speech.speakingSince + LIMITS.turn, act: turnTooLong })
  }
  // On a direct line nothing of ours can be heard.
  if (speech.waitingSince !== null && line.name === 'open' && !isWaitedFor(transfer)) {
    const at = Math.max(speech.waitingSince + LIMITS.comfort, speech.comfortUntil)
    timers.push({ at, act: comfort })
  }
  const due = line.name === 'open' ? echoDue(speech.playout) : null
  if (due) timers.push({ at: due.at + LIMITS.markOverdue, act: markOverdue })
  const isHeard = due !== null || speech.aloud !== null
  const isIdle = !speech.callerSpeaking && responses.active.kind === 'none' && !isHeard
  if (farewell && phase.name === 'talking' && isIdle) {
    timers.push({
      at: speech.lastVoiceAt + LIMITS.afterGoodbye,
      act: (s, now) => beginClosing(s, farewell.reason, 'said', now),
    })
  }
  if (speech.aloud) timers.push({ at: speech.aloud.since + LIMITS.aloud, act: finishAloud })
  return timers
}

function closingTimers(
  state: CallState,
  phase: Extract<CallState['phase'], { name: 'closing' }>,
): Timer[] {
  const { speech, traits } = state
  const at = Math.min(phase.latest, Math.max(phase.until, speech.lastVoiceAt + LIMITS.goodbye))
  const over: Timer = { at, act: (s, now) => endClosing(s, phase.reason, now) }
  if (!traits.continuous || phase.goodbye === 'asked' || isHeldBack(state)) return [over]
  // Whether the goodbye was said is looked at after every event, of which this is one.
  return [over, { at: speech.lastWordsAt + LIMITS.continuousGoodbye, act: (s) => become(s) }]
}

function toolTimers({ responses }: CallState): Timer[] {
  return responses.pendingTools.map((tool) => ({
    at: tool.deadline,
    act: (s, now) => toolDue(s, tool, now),
  }))
}
