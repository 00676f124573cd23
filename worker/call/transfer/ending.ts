import type { EndReason } from '../../../convex/model/call.ts'
import type { TransferOutcome } from '../../../convex/model/transfer.ts'
import type { CallEffect } from '../events.ts'
import { become, type CallState, inOrder, type Transition, write } from '../state.ts'
import { needsNoWord } from './attempt.ts'
import type { PastTransfer, Transfer } from './types.ts'

/** How an attempt ends. */
export interface Ending {
  outcome: TransferOutcome
  /** For operators. */
  detail?: string | null
  /** The person's side of the line is known to be gone, or never was. */
  isGone?: boolean
}

/** Closes the attempt that is under way, if there is one, and lets the person go where they may still be. */
export function closeTransfer(state: CallState, ending: Ending, now: number): Transition {
  const { transfer } = state
  if (!transfer) return [state, []]
  const { outcome, detail = null, isGone = false } = ending
  const { attempt } = transfer
  const past = pastOf(transfer, outcome, isGone)
  const silently = needsNoWord(outcome) ? { silently: true as const } : {}
  const letGo: CallEffect[] = isGone ? [] : [{ type: 'person.let_go', attempt, ...silently }]
  return inOrder(
    { ...state, transfer: null, pastTransfers: [...state.pastTransfers, past] },
    (s) => write(s, { kind: 'transfer_ended', at: now, attempt, outcome, detail }),
    (s) => become(s, ...letGo),
  )
}

function pastOf(
  { attempt, to, legId, stage }: Transfer,
  outcome: TransferOutcome,
  isGone: boolean,
): PastTransfer {
  const leg = isGone ? 'gone' : legId === null ? 'unknown' : 'let_go'
  return { attempt, to, outcome, legId, leg, wasMoving: stage.name === 'moving' }
}

/** The call ends, whatever for: the attempt ends with it. */
export function closeWithCall(state: CallState, reason: EndReason, now: number): Transition {
  return closeTransfer(state, { outcome: outcomeAt(state, reason) }, now)
}

function outcomeAt({ transfer }: CallState, reason: EndReason): TransferOutcome {
  if (transfer?.stage.name === 'connected') return 'connected'
  return reason === 'caller_hung_up' ? 'caller_left' : 'withdrawn'
}
