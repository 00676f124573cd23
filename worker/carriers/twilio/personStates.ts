import type { PersonEvent } from '../../call/events.ts'

type Told = PersonEvent extends infer Event
  ? Event extends { attempt: number }
    ? Omit<Event, 'attempt'>
    : never
  : never

/** What Twilio tells of one attempt, in our words; `caller.joined`: the caller is in the room. */
export type Word = Exclude<Told, { legId: string } | { detail: string }> | { type: 'caller.joined' }

/**
 * What a status of the person's side of the line means; `null`: nothing, or nobody knows.
 * https://www.twilio.com/docs/voice/api/call-resource#call-status-values
 */
export function legEventOf(status: string, durationSec: number | null): Word | null {
  switch (status) {
    case 'queued':
    case 'initiated':
      return null
    case 'ringing':
      return { type: 'person.ringing' }
    case 'in-progress':
    case 'answered':
      return { type: 'person.answered' }
    case 'completed':
    case 'busy':
    case 'canceled':
    case 'failed':
      return { type: 'person.gone', how: status, durationSec }
    case 'no-answer':
      return { type: 'person.gone', how: 'no_answer', durationSec }
    default:
      return null
  }
}

/** Who picked up: `unknown` may well be a human being. https://www.twilio.com/docs/voice/answering-machine-detection */
export function whoPickedUp(answeredBy: string): Word {
  const isMachine = answeredBy.startsWith('machine') || answeredBy === 'fax'
  return { type: isMachine ? 'person.is_machine' : 'person.is_human' }
}

/**
 * What an event of the room means for us. A caller leaves it for us or hangs up, which Twilio tells
 * otherwise. https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallbackEvent
 */
export function roomEventOf(event: string, who: 'caller' | 'person'): Word | null {
  if (event === 'participant-join') {
    return { type: who === 'caller' ? 'caller.joined' : 'person.joined' }
  }
  const isOver = event === 'participant-leave' || event === 'conference-end'
  return isOver && who === 'person' ? { type: 'person.left' } : null
}
