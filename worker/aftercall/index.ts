/** What happens after a call, beside its record being stored: one object’s worth of it. */
import type { Outside } from '../accounts.ts'
import type { Aftermath } from '../shell/chores/index.ts'
import type { PatchBay, Tap } from '../shell/PatchBay.ts'
import type { Recorder } from '../shell/Recorder.ts'
import type { CallStorage } from '../shell/storage.ts'
import { AfterCallStore } from './AfterCallStore.ts'
import { Analyses, type AnalysisDeps } from './analysis/Analyses.ts'
import { CallOnDiscord, type DiscordDeps } from './discord/CallOnDiscord.ts'
import { type Report, reportChore } from './report.ts'
import { neededUntil } from './state.ts'
import { Webhooks } from './webhooks/Webhooks.ts'

/** What an operator asks for on the page of a call. */
export type AfterCallAct = { do: 'analyse' } | { do: 'send_again'; id: string }

export interface AfterCallDeps extends AnalysisDeps, DiscordDeps {
  outside: Outside
  report: Report
  /** Does what is due, and arms the alarm; nobody waits for it. */
  wake(): void
}

export interface AfterCallParts extends Aftermath {
  /** `false`: there is nothing left of the call to do it with, or it is being done. */
  asked(act: AfterCallAct): boolean
}

export function afterCall(
  storage: CallStorage,
  recorder: Recorder,
  patchBay: PatchBay,
  deps: AfterCallDeps,
): AfterCallParts {
  const { now, outside, report, wake } = deps
  const store = new AfterCallStore(storage, recorder)
  const webhooks = new Webhooks(store, outside, now)
  const analyses = new Analyses(store, deps)
  const discord = new CallOnDiscord(store, deps, now)
  patchBay.plug(discord)
  patchBay.plug(startTap(store, wake))
  return {
    chores: [webhooks, discord, analyses, reportChore(store, report, now)],
    neededUntil() {
      const { call } = store
      return call ? neededUntil(call.record.call, store.state) : 0
    },
    asked(act) {
      const begins =
        act.do === 'analyse' ? analyses.again(now()) : webhooks.sendAgain(act.id, now())
      if (begins) wake()
      return begins
    },
  }
}

/** The end of a call wakes the chores anyway; that it has begun does only here. */
function startTap(store: AfterCallStore, wake: () => void): Tap {
  return {
    wrote({ kind }) {
      if (kind !== 'answered') return
      const webhooks = store.call?.agent.afterCall.webhooks ?? []
      if (webhooks.some(({ events }) => events.includes('call.started'))) wake()
    },
  }
}
