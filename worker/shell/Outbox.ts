import type { CallDelivery } from '../data/delivery.ts'
import { logFailure } from '../lib/log.ts'
import { Acknowledged } from './Acknowledged.ts'
import type { Journal } from './Journal.ts'
import { gatherMs } from './outboxPlan.ts'
import type { CallStorage } from './storage.ts'

/** Resolves when the record is taken; `isDeleted`: it was refused for good, as the call was deleted. */
export type Deliver = (delivery: CallDelivery) => Promise<{ isDeleted?: boolean | undefined }>

/**
 * Delivers a call's record to Convex until it is acknowledged. Every delivery may be repeated: rows
 * are written by their own ids.
 */
export class Outbox {
  readonly #journal: Journal
  readonly #deliver: Deliver
  readonly #acknowledged: Acknowledged
  /** Turns that changed since the last delivery; `null`: all of them, as after a restart. */
  #changedTurns: Set<string> | null = null
  #sentEvents = 0

  constructor(journal: Journal, storage: CallStorage, deliver: Deliver, now: () => number) {
    this.#journal = journal
    this.#deliver = deliver
    this.#acknowledged = new Acknowledged(
      storage,
      {
        revision: () => (journal.record ? journal.revision : null),
        attempt: () => this.#attempt(),
        gatherMs: (isFirst) => gatherMs(isFirst, Math.random()),
      },
      now,
    )
  }

  get isEmpty(): boolean {
    return this.#acknowledged.isEmpty
  }

  /** A part of the record was delivered, and acknowledged. */
  get hasDelivered(): boolean {
    return this.#acknowledged.hasDelivered
  }

  /** How long to wait before `flush` is worth another try, in ms; 0: the last one did not fail. */
  get retryMs(): number {
    return this.#acknowledged.retryMs
  }

  /** When a delivery was last tried, or when the object woke, epoch ms. */
  get triedAt(): number {
    return this.#acknowledged.triedAt
  }

  turnChanged(itemId: string): void {
    this.#changedTurns?.add(itemId)
  }

  /** Something was written: deliver it soon, together with what follows. */
  schedule(): void {
    this.#acknowledged.schedule()
  }

  /** Delivers everything that is not acknowledged. Never rejects. */
  flush(): Promise<void> {
    return this.#acknowledged.flush()
  }

  /** As `flush`; where a delivery is under way, it waits for that one, and leaves what came since to gather. */
  keepUp(): Promise<void> {
    return this.#acknowledged.keepUp()
  }

  async #attempt(): Promise<'taken' | 'failed' | 'deleted'> {
    const { record, revision } = this.#journal
    if (!record) return 'deleted'
    // After a restart, what was acknowledged must not be more than the journal knows.
    this.#journal.write()
    const changed = this.#changedTurns
    const turns = record.turns.filter(({ itemId }) => changed?.has(itemId) ?? true)
    const events = record.events.slice(this.#sentEvents)
    this.#changedTurns = new Set()
    try {
      const { isDeleted } = await this.#deliver({ call: record.call, revision, turns, events })
      if (isDeleted) this.#journal.forget()
      else this.#sentEvents = record.events.length
      return isDeleted ? 'deleted' : 'taken'
    } catch (error) {
      this.#changedTurns = null
      this.#sentEvents = 0
      logFailure('The call record was not delivered.', { callSid: record.call.callSid }, error)
      return 'failed'
    }
  }
}
