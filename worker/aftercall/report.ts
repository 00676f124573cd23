import type { AfterCallRecord } from '../../convex/model/outcome.ts'
import { logFailure } from '../lib/log.ts'
import type { Chore } from '../shell/chores/Chores.ts'
import { retryMs } from '../shell/outboxPlan.ts'
import type { AfterCallStore } from './AfterCallStore.ts'
import { AGAIN_MS } from './state.ts'

/** Resolves to what became of it; `unknown`: the call itself is not stored yet. */
export type Report = (record: AfterCallRecord) => Promise<'taken' | 'unknown' | 'deleted'>

/** Tells the data layer what became of a call until it has taken all of it: after the call’s own record. */
export function reportChore(store: AfterCallStore, report: Report, now: () => number): Chore {
  let failures = 0
  let triedAt = 0
  return {
    due(time) {
      const { endedAt = null } = store.call?.record.call ?? {}
      const { revision, reported } = store.state
      // While people talk it is not worth its while.
      if (endedAt === null || !store.recorder.outbox.isEmpty || reported >= revision) return null
      // A call that the data layer does not know after all this is in no data any more.
      return time > endedAt + AGAIN_MS ? null : triedAt + retryMs(failures)
    },
    async run() {
      const { call } = store
      if (!call) return
      triedAt = now()
      const record = store.recordOf(call.record.call.callSid)
      try {
        const became = await report(record)
        if (became === 'deleted') return void store.recorder.journal.forget()
        failures = became === 'taken' ? 0 : failures + 1
        if (became === 'taken') store.reported(record.revision)
      } catch (error) {
        failures += 1
        const { callSid } = record
        logFailure('What became of a call was not stored.', { callSid }, error)
      }
    },
  }
}
