import { type CallEvent, isFor } from './events.ts'
import { carrierEvent } from './legs/carrier.ts'
import { engineEvent } from './legs/engine.ts'
import { personEvent } from './legs/person.ts'
import { operatorEvent } from './legs/operator.ts'
import { toolEvent } from './legs/tool.ts'
import { closeWhenHeard, endParted, isOwedToRecord } from './phase.ts'
import { done } from './responses.ts'
import { watchTheWait } from './comfort.ts'
import { speakNext } from './speakNext.ts'
import { hush } from './transfer/holding.ts'
import { strayPerson } from './transfer/leave.ts'
import { referWhenHeard } from './transfer/refer.ts'
import { become, type CallState, inOrder, type Transition } from './state.ts'
import { tick } from './timers.ts'
import { playTones } from './tones.ts'
import { settleWaiting } from './toolCalls.ts'
import { callerNotTranscribed, callerTranscribed } from './callerTurn.ts'
import { usageEntries } from './transcript.ts'
import { write } from './state.ts'

/**
 * The call as a state machine: what happened goes in, what must be done comes out. It does no I/O
 * and reads no clock; `now` (epoch ms) comes in with the event. Whatever happens, seven things follow: an
 * agent that has said all makes room for the next, a goodbye that was heard ends the call, a caller who
 * was told so is sent on, keys that wait are sent, the next request in line is sent when nobody is
 * speaking, music stops for a caller who does, and it is known whether they wait in silence.
 */
export function transition(state: CallState, event: CallEvent, now: number): Transition {
  // A leg can keep talking for a moment after the call is over.
  if (state.phase.name === 'ended') {
    return isFor('person', event) ? strayPerson(state, event, now) : [state, []]
  }
  if (state.phase.name === 'parting') return hearOut(state, event, now)
  return inOrder(
    state,
    (s) => react(s, event, now),
    (s) => settleWaiting(s, now),
    (s) => closeWhenHeard(s, now),
    (s) => referWhenHeard(s, now),
    (s) => playTones(s, now),
    (s) => speakNext(s, now),
    (s) => hush(s, now),
    (s) => watchTheWait(s, now),
  )
}

function react(state: CallState, event: CallEvent, now: number): Transition {
  switch (event.type) {
    case 'carrier.started':
    case 'carrier.stopped':
    case 'carrier.lost':
    case 'carrier.returns':
    case 'carrier.moved':
    case 'carrier.turned_away':
    case 'carrier.hung_up':
    case 'carrier.failed':
    case 'carrier.quiet':
    case 'carrier.mark':
    case 'carrier.dtmf':
    case 'carrier.voice_heard':
    case 'carrier.voice_lasts':
      return carrierEvent(state, event, now)
    case 'tool.settled':
    case 'tool.progressed':
    case 'tool.collects':
      return toolEvent(state, event, now)
    case 'person.called':
    case 'person.ringing':
    case 'person.answered':
    case 'person.is_machine':
    case 'person.is_human':
    case 'person.accepted':
    case 'person.declined':
    case 'person.joined':
    case 'person.left':
    case 'person.gone':
    case 'person.not_called':
    case 'person.not_reached':
    case 'person.referred':
      return personEvent(state, event, now)
    case 'operator.ended':
    case 'operator.transfers':
    case 'operator.says':
      return operatorEvent(state, event, now)
    case 'clock.tick':
      return tick(state, now)
    default:
      return engineEvent(state, event, now)
  }
}

/** The caller has left. Only their last words, and what they cost, are of interest now. */
function hearOut(state: CallState, event: CallEvent, now: number): Transition {
  switch (event.type) {
    case 'engine.transcribed':
      return inOrder(
        state,
        (s) => callerTranscribed(s, event, now),
        (s) => (isOwedToRecord(s) ? become(s) : endParted(s)),
      )
    case 'engine.not_transcribed':
      return inOrder(
        state,
        (s) => callerNotTranscribed(s, event, now),
        (s) => (isOwedToRecord(s) ? become(s) : endParted(s)),
      )
    case 'engine.response_done':
      return inOrder(
        { ...state, responses: done(state.responses, event.responseId) },
        (s) => write(s, ...usageEntries(event.usage)),
        (s) => (isOwedToRecord(s) ? become(s) : endParted(s)),
      )
    case 'engine.lost':
    case 'engine.failed':
      return endParted(state)
    case 'clock.tick':
      return tick(state, now)
    default:
      return isFor('person', event) ? strayPerson(state, event, now) : become(state)
  }
}
