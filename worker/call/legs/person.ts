import type { PersonEvent } from '../events.ts'
import { become, type CallState, type Transition } from '../state.ts'
import { accept, isAt, join, named, reach } from '../transfer/advance.ts'
import { needsKey } from '../transfer/attempt.ts'
import { personGone, personLeaves, strayPerson } from '../transfer/leave.ts'
import { referred } from '../transfer/refer.ts'
import { failTransfer } from '../transfer/tell.ts'

/** Something became of a person who is called, in any order and any number of times. */
export function personEvent(state: CallState, event: PersonEvent, now: number): Transition {
  const { transfer } = state
  if (transfer?.attempt !== event.attempt) return strayPerson(state, event, now)
  switch (event.type) {
    case 'person.called':
      return named(state, event.legId, now)
    case 'person.ringing':
      return reach(state, 'ringing', now)
    case 'person.answered':
      return reach(state, 'answered', now)
    case 'person.is_human':
      // Who is asked for a key says themselves that they take the call.
      return needsKey(transfer.to) ? become(state) : accept(state, now)
    case 'person.is_machine': {
      const counts = !isAt(transfer, needsKey(transfer.to) ? 'accepted' : 'moving')
      return counts ? failTransfer(state, { outcome: 'voicemail' }, now) : become(state)
    }
    case 'person.accepted':
      return accept(state, now)
    case 'person.declined':
      return isAt(transfer, 'accepted')
        ? become(state)
        : failTransfer(state, { outcome: 'declined' }, now)
    case 'person.joined':
      return join(state, now)
    case 'person.left':
      return personLeaves(state, now)
    case 'person.gone':
      return personGone(state, event, now)
    case 'person.referred':
      return referred(state, now)
    case 'person.not_called':
      return ['calling', 'referred'].includes(transfer.stage.name) && transfer.legId === null
        ? failTransfer(state, { ...REFUSED, detail: event.detail }, now)
        : become(state)
    case 'person.not_reached':
      return transfer.stage.name === 'moving'
        ? failTransfer(state, { ...REFUSED, detail: event.detail }, now)
        : become(state)
  }
}

const REFUSED = { outcome: 'carrier_failed' } as const
