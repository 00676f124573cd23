import type { CallEvent, PersonEvent } from '../call/events.ts'
import type { PersonDesk } from '../call/ports.ts'
import type { CallState } from '../call/state.ts'
import { legIdOf } from '../call/transfer/attempt.ts'

/** What the carrier tells of one attempt to put a caller through, in any order and any number of times. */
export interface PersonNews {
  attempt: number
  /** The carrier's name for the side of the line that it tells of. */
  legId: string
  event: PersonEvent | { type: 'caller.joined' }
}

/** What a call that runs hears by it. */
export function eventsOf({ attempt, legId, event }: PersonNews, state: CallState): CallEvent[] {
  if (event.type === 'caller.joined') {
    // What an earlier room still tells is of no caller who waits now.
    return state.transfers === attempt ? [{ type: 'carrier.moved' }] : []
  }
  // The answer that would have named them may be lost, or slower than they are.
  const isNew = event.type !== 'person.gone' && legIdOf(state, attempt) === null
  return isNew ? [{ type: 'person.called', attempt, legId }, event] : [event]
}

/**
 * The call is over: whoever is still rung for it, or waits, is let go, and its caller is brought back from
 * a room where nobody is. Others ask what they are to do, and are told so.
 */
export function hearAfterEnd({ attempt, legId, event }: PersonNews, desk: PersonDesk): void {
  switch (event.type) {
    case 'caller.joined':
      return desk.perform({ type: 'person.bring_back', attempt }, null, () => {})
    case 'person.called':
    case 'person.ringing':
    case 'person.joined':
      return desk.perform({ type: 'person.let_go', attempt }, legId, () => {})
    case 'person.answered':
    case 'person.is_machine':
    case 'person.is_human':
    case 'person.accepted':
    case 'person.declined':
    case 'person.left':
    case 'person.gone':
    case 'person.not_called':
    case 'person.not_reached':
      return
  }
}
