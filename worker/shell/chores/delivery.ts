import type { Outbox } from '../Outbox.ts'
import type { Chore } from './Chores.ts'

/** Sooner than this an alarm is not worth its while, in ms. */
const LEAST_MS = 1_000

/** When what is not acknowledged is to be tried (again), epoch ms; `null`: all is acknowledged. */
export function deliveryDue({
  isEmpty,
  retryMs,
  triedAt,
}: Pick<Outbox, 'isEmpty' | 'retryMs' | 'triedAt'>): number | null {
  return isEmpty ? null : triedAt + Math.max(LEAST_MS, retryMs)
}

/** Delivers the record until it is taken. */
export function deliveryChore(outbox: Outbox): Chore {
  return {
    due: () => deliveryDue(outbox),
    run: () => outbox.flush(),
  }
}
