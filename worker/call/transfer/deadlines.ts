import { LIMITS } from '../limits.ts'
import { become, type CallState, type Transition } from '../state.ts'
import { accept, moveIfReady } from './advance.ts'
import { isWaitedFor, needsKey } from './attempt.ts'
import { refer } from './refer.ts'
import { failTransfer } from './tell.ts'

/** When the attempt is waited for no longer as it stands; `Infinity`: there is none, or the two talk. */
export function transferDue({ transfer, rules }: CallState): number {
  if (!isWaitedFor(transfer)) return Infinity
  const { stage, to, askedAt, joined } = transfer
  const rungAt = askedAt + to.ringSec * 1000 + LIMITS.personRings
  switch (stage.name) {
    case 'calling':
      return rules.refers ? askedAt + LIMITS.referWaits : rungAt
    case 'referred':
      return stage.since + LIMITS.referred
    case 'ringing':
      return Math.min(rungAt, stage.since + to.ringSec * 1000)
    case 'answered':
      return stage.since + (needsKey(to) ? LIMITS.personAccepts : LIMITS.verdict)
    case 'accepted':
      return joined ? stage.since : stage.since + LIMITS.personJoins
    case 'moving':
      return stage.since + LIMITS.callerMoves
    case 'connected':
      return Infinity
  }
}

/** The time is over. Who has picked up by then, and need press no key, is taken for a human being. */
export function transferOverdue(state: CallState, now: number): Transition {
  const { transfer } = state
  if (!transfer) return [state, []]
  switch (transfer.stage.name) {
    case 'referred':
      return failTransfer(
        state,
        { outcome: 'carrier_failed', detail: STILL_HERE, isGone: true },
        now,
      )
    case 'calling':
      if (state.rules.refers) return refer(state, now)
      return transfer.legId === null
        ? failTransfer(state, { outcome: 'carrier_failed', detail: NEVER_CALLED }, now)
        : failTransfer(state, { outcome: 'no_answer' }, now)
    case 'ringing':
      return failTransfer(state, { outcome: 'no_answer' }, now)
    case 'answered':
      return needsKey(transfer.to)
        ? failTransfer(state, { outcome: 'declined', detail: NO_KEY }, now)
        : accept(state, now)
    case 'accepted':
      return transfer.joined
        ? moveIfReady(state, now)
        : failTransfer(state, { outcome: 'carrier_failed', detail: NEVER_JOINED }, now)
    case 'moving':
      return failTransfer(state, { outcome: 'carrier_failed', detail: NEVER_MOVED }, now)
    case 'connected':
      return become(state)
  }
}

const STILL_HERE = 'The network was to send the caller on, and they are still here.'
const NEVER_CALLED = 'The carrier did not say that it has called anybody.'
const NO_KEY = 'Nobody pressed 1.'
const NEVER_JOINED = 'The person accepted, and never came to the room where the caller was to be.'
const NEVER_MOVED = 'The caller did not come to the room where the person waited.'
