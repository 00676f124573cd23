import { become, type CallState, inOrder, type Transition, write } from '../state.ts'
import { needsKey } from './attempt.ts'
import type { Transfer, TransferStage } from './types.ts'

/** The stages in their order: an attempt only goes on, whatever comes late. */
const ORDER: readonly TransferStage['name'][] = [
  'calling',
  'referred',
  'ringing',
  'answered',
  'accepted',
  'moving',
  'connected',
]

/** Whether the attempt is so far, or further. */
export function isAt({ stage }: Transfer, name: TransferStage['name']): boolean {
  return ORDER.indexOf(stage.name) >= ORDER.indexOf(name)
}

/** The attempt is so far now, unless it was before. */
export function reach(
  state: CallState,
  name: Exclude<TransferStage['name'], 'calling'>,
  now: number,
): Transition {
  const { transfer } = state
  if (!transfer || isAt(transfer, name)) return [state, []]
  const { attempt } = transfer
  return write(
    { ...state, transfer: { ...transfer, stage: { name, since: now } } },
    { kind: 'transfer_step', at: now, attempt, step: name },
  )
}

/** The carrier has named the person's side of the line. */
export function named(state: CallState, legId: string, now: number): Transition {
  const { transfer } = state
  if (!transfer || transfer.legId !== null) return [state, []]
  const { attempt } = transfer
  return write(
    { ...state, transfer: { ...transfer, legId } },
    { kind: 'transfer_step', at: now, attempt, step: 'called', legId },
  )
}

/** The person takes the call: they said so, or nothing spoke against it. */
export function accept(state: CallState, now: number): Transition {
  return inOrder(
    state,
    (s) => reach(s, 'accepted', now),
    (s) => moveIfReady(s, now),
  )
}

/**
 * The person is in the room. Nobody who has to press a key comes there without; of others it may not be
 * known yet whether they are a machine.
 */
export function join(state: CallState, now: number): Transition {
  const { transfer } = state
  if (!transfer || transfer.joined) return [state, []]
  const { attempt, to } = transfer
  return inOrder(
    state,
    (s) => reach(s, 'answered', now),
    (s) => write(s, { kind: 'transfer_step', at: now, attempt, step: 'joined' }),
    (s) => become(s.transfer ? { ...s, transfer: { ...s.transfer, joined: true } } : s),
    (s) => (needsKey(to) ? accept(s, now) : moveIfReady(s, now)),
  )
}

/** The caller is moved once the person has accepted and is there: never before. */
export function moveIfReady(state: CallState, now: number): Transition {
  const { transfer } = state
  if (!transfer || transfer.stage.name !== 'accepted' || !transfer.joined) return [state, []]
  const { attempt } = transfer
  return inOrder(
    state,
    (s) => reach(s, 'moving', now),
    (s) => become(s, { type: 'person.move_caller', attempt }),
  )
}
