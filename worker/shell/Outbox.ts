import type { CallDelivery } from '../data/delivery.ts'
import { logFailure } from '../lib/log.ts'
import type { Journal } from './Journal.ts'
import { gatherMs, retryMs } from './outboxPlan.ts'
import { type CallStorage, UNCONFIRMED } from './storage.ts'

export type Deliver = (delivery: CallDelivery) => Promise<unknown>

/**
 * Delivers a call's record to Convex until it is acknowledged. Every delivery may be repeated: rows
 * are written by their own ids. What was acknowledged is remembered, so a restart loses nothing.
 */
export class Outbox {
  readonly #journal: Journal
  readonly #storage: CallStorage
  readonly #deliver: Deliver
  readonly #now: () => number
  #acknowledged: number
  #failures = 0
  #triedAt: number
  #underWay: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  /** Turns that changed since the last delivery; `null`: all of them, as after a restart. */
  #changedTurns: Set<string> | null = null
  #sentEvents = 0

  constructor(journal: Journal, storage: CallStorage, deliver: Deliver, now: () => number) {
    this.#now = now
    this.#triedAt = now()
    this.#journal = journal
    this.#storage = storage
    this.#deliver = deliver
    this.#acknowledged = Number(storage.kv.get('acknowledged') ?? 0)
  }

  get isEmpty(): boolean {
    return this.#journal.record === null || this.#acknowledged >= this.#journal.revision
  }

  /** How long to wait before `flush` is worth another try, in ms. */
  get retryMs(): number {
    return retryMs(this.#failures)
  }

  /** When a delivery was last tried, or when the object woke, epoch ms. */
  get triedAt(): number {
    return this.#triedAt
  }

  turnChanged(itemId: string): void {
    this.#changedTurns?.add(itemId)
  }

  /** Something was written: deliver it soon, together with what follows. */
  schedule(): void {
    if (this.#timer) return
    const waitMs = gatherMs(this.#acknowledged, Math.random())
    this.#timer = setTimeout(() => void this.flush(), waitMs)
  }

  /** Delivers everything that is not acknowledged. Never rejects. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    while (this.#underWay) await this.#underWay
    if (this.isEmpty) return
    this.#underWay = this.#attempt()
    await this.#underWay
    this.#underWay = null
  }

  async #attempt(): Promise<void> {
    const { record, revision } = this.#journal
    if (!record) return
    this.#triedAt = this.#now()
    // After a restart, what was acknowledged must not be more than the journal knows.
    this.#journal.write()
    const changed = this.#changedTurns
    const turns = record.turns.filter(({ itemId }) => changed?.has(itemId) ?? true)
    const events = record.events.slice(this.#sentEvents)
    this.#changedTurns = new Set()
    try {
      await this.#deliver({ call: record.call, revision, turns, events })
      this.#acknowledged = revision
      this.#sentEvents = record.events.length
      this.#failures = 0
      void this.#storage.put('acknowledged', revision, UNCONFIRMED)
    } catch (error) {
      this.#failures += 1
      this.#changedTurns = null
      this.#sentEvents = 0
      logFailure('The call record was not delivered.', { callSid: record.call.callSid }, error)
    }
  }
}
