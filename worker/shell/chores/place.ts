import type { Call } from '../../../convex/model/call.ts'
import { logFailure } from '../../lib/log.ts'
import type { Journal } from '../Journal.ts'
import type { Places } from '../places.ts'
import type { CallStorage } from '../storage.ts'
import type { Chore } from './Chores.ts'

/** A running call keeps its place by asking again so often, in ms. */
const RENEW_MS = 60_000
/** A place that could not be given back is tried again after so long, in ms. */
const AGAIN_MS = 5_000

/** Whether the call has given its place back: a boolean. */
const RELEASED = 'placeReleased'

/** When the place is to be renewed or given back, epoch ms; `null`: it was. `at`: the last try. */
export function placeDue(
  call: Pick<Call, 'status'> | null,
  released: boolean,
  last: { at: number; failed: boolean },
): number | null {
  if (!call || released) return null
  if (call.status === 'in_progress') return last.at + RENEW_MS
  return last.failed ? last.at + AGAIN_MS : last.at
}

/**
 * Keeps the place of a call that runs, and gives it back until that is acknowledged. It wakes a running
 * call as well, so that even a forgotten one ends by its own deadlines.
 */
export function placeChore(
  storage: CallStorage,
  journal: Journal,
  places: Places,
  now: () => number,
): Chore {
  let last = { at: now(), failed: false }
  const released = (): boolean => storage.kv.get(RELEASED) === true
  return {
    due: () => placeDue(journal.record?.call ?? null, released(), last),
    async run(at) {
      const call = journal.record?.call
      if (!call || released()) return
      const runs = call.status === 'in_progress'
      try {
        await (runs ? places.renew(call.callSid) : places.release(call.callSid))
        if (!runs) storage.kv.put(RELEASED, true)
        last = { at, failed: false }
      } catch (error) {
        last = { at, failed: true }
        logFailure(
          'The place of a call was not kept or given back.',
          { callSid: call.callSid },
          error,
        )
      }
    },
  }
}
