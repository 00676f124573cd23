import { LONGEST_GATHER_MS } from '../outboxPlan.ts'
import type { Recorder } from '../Recorder.ts'
import type { Chore } from './Chores.ts'

/** Sooner than this an alarm is not worth its while, in ms. */
const LEAST_MS = 1_000

/** What is delivered until it is acknowledged, as far as the alarm goes by it. */
interface Undelivered {
  isEmpty: boolean
  /** How long to wait after a try that failed, in ms; 0: none has. */
  retryMs: number
  /** When it was last tried, epoch ms. */
  triedAt: number
}

/**
 * When what is not acknowledged is to be tried (again), epoch ms; `null`: all is acknowledged. `gathers`:
 * more changes come all the time, and a timer sees to them. The alarm is for those whose timer was lost.
 */
export function deliveryDue(
  { isEmpty, retryMs, triedAt }: Undelivered,
  gathers: boolean,
): number | null {
  if (isEmpty) return null
  return triedAt + (gathers && retryMs === 0 ? LONGEST_GATHER_MS : Math.max(LEAST_MS, retryMs))
}

/** Delivers the record until it is taken. */
export function deliveryChore({ journal, outbox }: Pick<Recorder, 'journal' | 'outbox'>): Chore {
  const gathers = (): boolean =>
    journal.record?.call.status === 'in_progress' && outbox.hasDelivered
  return {
    due: () => deliveryDue(outbox, gathers()),
    run: () => outbox.keepUp(),
  }
}
