import type { PersonEvent } from '../events.ts'
import type { FailedTransfer } from '../prompts/prompts.ts'
import { become, type CallState, inOrder, type Transition, write } from '../state.ts'
import { nameOf, pastTransfer } from './attempt.ts'
import { isAt } from './advance.ts'
import { closeTransfer } from './ending.ts'
import { failTransfer } from './tell.ts'
import type { PastTransfer, PersonLeft, Transfer } from './types.ts'

type Gone = Extract<PersonEvent, { type: 'person.gone' }>

/** The person left the room. */
export function personLeaves(state: CallState, now: number): Transition {
  const { transfer } = state
  if (!transfer) return [state, []]
  if (transfer.stage.name === 'connected') return leavesCaller(state, false, now)
  const wasThere = transfer.joined || isAt(transfer, 'accepted')
  return wasThere ? failTransfer(state, { outcome: 'person_left' }, now) : [state, []]
}

/** The person's side of the line is gone. */
export function personGone(state: CallState, gone: Gone, now: number): Transition {
  const { transfer } = state
  if (!transfer) return [state, []]
  return inOrder(
    state,
    (s) =>
      transfer.stage.name === 'connected'
        ? leavesCaller(s, true, now)
        : failTransfer(s, { outcome: outcomeOf(transfer, gone), isGone: true }, now),
    (s) => writeLeg(s, gone),
  )
}

/** Whoever had picked up has hung up, whatever the carrier calls it. */
function outcomeOf(transfer: Transfer, { how }: Gone): FailedTransfer {
  if (isAt(transfer, 'answered')) return 'person_left'
  switch (how) {
    case 'completed':
      return 'person_left'
    case 'busy':
      return 'busy'
    case 'no_answer':
    case 'canceled':
      return 'no_answer'
    case 'failed':
      return 'carrier_failed'
  }
}

/** The conversation of the two is over; the carrier is about to ask what becomes of the caller. */
function leavesCaller(state: CallState, isGone: boolean, now: number): Transition {
  const { transfer, line } = state
  if (!transfer || line.name !== 'away') return [state, []]
  const left = leftBy(transfer, now)
  return closeTransfer({ ...state, line: { ...line, left } }, { outcome: 'connected', isGone }, now)
}

export function leftBy({ to }: Pick<Transfer, 'to'>, at: number): PersonLeft {
  return { at, who: nameOf(to), afterwards: to.afterwards }
}

function writeLeg(state: CallState, { attempt, durationSec }: Gone): Transition {
  return write(state, { kind: 'transfer_leg', attempt, durationSec, price: null })
}

/** Something of a person whose attempt is over, or of nobody: one who may still be there is let go, once. */
export function strayPerson(state: CallState, event: PersonEvent, now: number): Transition {
  const { attempt } = event
  const past = pastTransfer(state, attempt)
  if (!past) return [state, []]
  if (event.type === 'person.called') return nameStray(state, past, event.legId, now)
  if (past.leg === 'gone') return [state, []]
  switch (event.type) {
    case 'person.ringing':
    case 'person.answered':
    case 'person.is_machine':
    case 'person.is_human':
    case 'person.accepted':
    case 'person.declined':
    case 'person.joined':
      return past.leg === 'unknown' ? letGo(state, past) : [state, []]
    case 'person.gone':
      return writeLeg(putPast(state, { ...past, leg: 'gone' }), event)
    // The answer alone may have been lost: they may ring all the same.
    case 'person.not_called':
    case 'person.left':
    case 'person.not_reached':
    case 'person.referred':
      return [state, []]
  }
}

/** What their side of the line cost is asked for by its name, also where they are gone already. */
function nameStray(state: CallState, past: PastTransfer, legId: string, now: number): Transition {
  if (past.legId !== null) return [state, []]
  const { attempt } = past
  const named = { ...past, legId }
  return inOrder(
    state,
    (s) => write(s, { kind: 'transfer_step', at: now, attempt, step: 'called', legId }),
    (s) => (past.leg === 'gone' ? become(putPast(s, named)) : letGo(s, named)),
  )
}

function letGo(state: CallState, past: PastTransfer): Transition {
  const { attempt } = past
  return become(putPast(state, { ...past, leg: 'let_go' }), { type: 'person.let_go', attempt })
}

export function putPast(state: CallState, past: PastTransfer): CallState {
  const pastTransfers = state.pastTransfers.map((one) =>
    one.attempt === past.attempt ? past : one,
  )
  return { ...state, pastTransfers }
}
