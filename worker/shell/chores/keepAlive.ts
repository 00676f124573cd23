import type { Call } from '../../../convex/model/call.ts'
import { isDirect } from '../vouched.ts'
import type { Journal } from '../Journal.ts'
import type { Chore } from './Chores.ts'

/**
 * How often a call wakes its object that has no socket coming in, in ms: such an object is evicted after
 * 70 s at the soonest, however busy the socket that it has opened.
 * https://developers.cloudflare.com/durable-objects/concepts/durable-object-lifecycle/
 */
const WAKE_MS = 25_000

/** When the object is to wake, epoch ms; `null`: its caller's stream keeps it, or it is over. */
export function keepAliveDue(
  call: Pick<Call, 'status' | 'carrier'> | null,
  last: number,
): number | null {
  return call?.status === 'in_progress' && isDirect(call) ? last + WAKE_MS : null
}

/** Keeps the object of a call that does not pass through us, or brings it back: whoever wakes has a socket. */
export function keepAliveChore(journal: Journal, now: () => number): Chore {
  let last = now()
  return {
    due: () => keepAliveDue(journal.record?.call ?? null, last),
    async run(at) {
      last = at
    },
  }
}
