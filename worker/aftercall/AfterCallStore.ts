import type { AfterCallRecord } from '../../convex/model/outcome.ts'
import type { CallRecord } from '../call/record.ts'
import type { AgentSnapshot } from '../../convex/model/agent.ts'
import { type AfterState, afterStateSchema, NOTHING_YET } from './state.ts'
import type { Recorder } from '../shell/Recorder.ts'
import { type CallStorage, UNCONFIRMED } from '../shell/storage.ts'

const AFTER = 'afterCall'

/** A call that somebody answered, with all that is known of it now. */
export interface AnsweredCall {
  record: CallRecord
  agent: AgentSnapshot
}

/** What is known and left to do after a call, beside its journal, and forgotten with it. */
export class AfterCallStore {
  readonly recorder: Recorder
  readonly storage: CallStorage
  #state: AfterState | null = null

  constructor(storage: CallStorage, recorder: Recorder) {
    this.storage = storage
    this.recorder = recorder
  }

  /** `null`: nobody answered, or it was deleted: nothing is to be done any more. */
  get call(): AnsweredCall | null {
    const { record, opening } = this.recorder.journal
    return record && opening?.agent ? { record, agent: opening.agent } : null
  }

  get state(): AfterState {
    this.#state ??= afterStateSchema.safeParse(this.storage.kv.get(AFTER)).data ?? NOTHING_YET
    return this.#state
  }

  /** Changes nothing for a call that was deleted meanwhile. */
  change(changes: Partial<Pick<AfterState, 'analysis' | 'deliveries'>>): void {
    this.#put({ ...this.state, ...changes, revision: this.state.revision + 1 })
  }

  /** The data layer has taken this much. */
  reported(revision: number): void {
    this.#put({ ...this.state, reported: Math.max(revision, this.state.reported) })
  }

  /** As the data layer takes it. */
  recordOf(callSid: string): AfterCallRecord {
    const { revision, analysis, deliveries } = this.state
    return { callSid, revision, analysis, deliveries }
  }

  #put(state: AfterState): void {
    if (!this.call) return
    this.#state = state
    // People may be talking.
    void this.storage.put(AFTER, state, UNCONFIRMED)
  }
}
