import type { Call } from '../../../convex/model/call.ts'
import type { Recorder } from '../Recorder.ts'
import type { Chore } from './Chores.ts'

/** How long after its end a call keeps its journal, in ms: late callbacks and prices come within hours. */
const KEEP_MS = 24 * 60 * 60_000

/**
 * When the journal may go, epoch ms; `null`: the call runs, or its record is not acknowledged, or its
 * price is still to be asked for. What was not acknowledged is nowhere else.
 */
export function forgetDue(
  call: Pick<Call, 'endedAt'> | null,
  left: { isDelivered: boolean; isPriced: boolean },
): number | null {
  if (!call || call.endedAt === null || !left.isDelivered || !left.isPriced) return null
  return call.endedAt + KEEP_MS
}

/** Drops the journal of a call that is over and stored; `isPriced`: nobody is asked for its price any more. */
export function forgetChore({ journal, outbox }: Recorder, isPriced: () => boolean): Chore {
  return {
    due: () =>
      forgetDue(journal.record?.call ?? null, {
        isDelivered: outbox.isEmpty,
        isPriced: isPriced(),
      }),
    async run() {
      journal.forget()
    },
  }
}
