import type { Call } from '../../../convex/model/call.ts'
import type { Recorder } from '../Recorder.ts'
import type { Chore } from './Chores.ts'

/** How long after its end a call keeps its journal, in ms: late callbacks and prices come within hours. */
const KEEP_MS = 24 * 60 * 60_000

/**
 * When the journal may go, epoch ms; `null`: the call runs, or its record is not acknowledged, or its
 * price is still to be asked for, or something else is left to do. What was not acknowledged is nowhere else.
 */
export function forgetDue(
  call: Pick<Call, 'endedAt'> | null,
  left: { isDelivered: boolean; isPriced: boolean; neededUntil?: number },
): number | null {
  if (!call || call.endedAt === null || !left.isDelivered || !left.isPriced) return null
  const due = Math.max(call.endedAt + KEEP_MS, left.neededUntil ?? 0)
  return due < Infinity ? due : null
}

/**
 * Drops the journal of a call that is over and stored; `isPriced`: nobody is asked for its price any more;
 * `neededUntil`: as `Aftermath` has it.
 */
export function forgetChore(
  { journal, outbox }: Recorder,
  isPriced: () => boolean,
  neededUntil: () => number = () => 0,
): Chore {
  return {
    due: () =>
      forgetDue(journal.record?.call ?? null, {
        isDelivered: outbox.isEmpty,
        isPriced: isPriced(),
        neededUntil: neededUntil(),
      }),
    async run() {
      journal.forget()
    },
  }
}
