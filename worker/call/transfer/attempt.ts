import type { Destination } from '../../../convex/model/destination.ts'
import type { TransferOutcome } from '../../../convex/model/transfer.ts'
import { LIMITS } from '../limits.ts'
import type { CallState } from '../state.ts'
import type { PastTransfer, Transfer, TransferRefusal, TransferStage } from './types.ts'

/** So often a call may try to put its caller through. */
export const ATTEMPTS_ALLOWED = 3

/** Whether a person can be called now; `null`: they can. */
export function transferRefusal({
  transfer,
  transfers,
  phase,
  line,
}: CallState): TransferRefusal | null {
  if (transfer) return 'under_way'
  const isThere = line.name === 'open' || line.name === 'direct'
  if (phase.name !== 'talking' || !isThere) return 'not_now'
  return transfers >= ATTEMPTS_ALLOWED ? 'too_often' : null
}

/** What callers and operators call them. */
export function nameOf({ label, name }: Destination): string {
  return label || name
}

/** Whether they are asked to press 1: behind an extension a machine answers first. */
export function needsKey({ mode, target }: Destination): boolean {
  return mode === 'warm' || (target.kind === 'phone' && target.extension !== '')
}

/** Whether the caller still waits for the person. */
export function isWaitedFor(transfer: Transfer | null): transfer is Transfer {
  return transfer !== null && transfer.stage.name !== 'connected'
}

/** Whether the caller's stream may end because they are being moved. */
export function isMoving({ transfer }: CallState): boolean {
  return transfer?.stage.name === 'moving' || transfer?.stage.name === 'referred'
}

/** Whether a network can send callers on to them: it says nothing to anybody, and presses no keys. */
export function canBeReferredTo(to: Destination): boolean {
  return !needsKey(to)
}

/** When the carrier was asked to bring the caller, if that is the last that was done. */
export function movedAt(stage: TransferStage): number | null {
  return stage.name === 'moving' ? stage.since : null
}

/** The same, and whether they may still be moved by an attempt that was given up before they were there. */
export function mayBeMoving(state: CallState, now: number): boolean {
  const at = state.pastTransfers.at(-1)?.movedAt ?? -Infinity
  return isMoving(state) || now - at < LIMITS.moveArrives
}

export function pastTransfer(state: CallState, attempt: number): PastTransfer | undefined {
  return state.pastTransfers.find((past) => past.attempt === attempt)
}

/** The carrier's name for the person's side of the line of an attempt; `null`: it has told none. */
export function legIdOf(state: CallState, attempt: number): string | null {
  if (state.transfer?.attempt === attempt) return state.transfer.legId
  return pastTransfer(state, attempt)?.legId ?? null
}

/** Whether whoever picked up ended it themselves, or is a machine: they are let go without a word. */
export function needsNoWord(outcome: TransferOutcome): boolean {
  return ['connected', 'declined', 'person_left', 'voicemail'].includes(outcome)
}
