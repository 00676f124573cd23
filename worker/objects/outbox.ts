import type { CallRecord } from '../data/index.ts'
import { logFailure } from '../lib/log.ts'
import type { Journal } from './journal.ts'
import { UNCONFIRMED } from './unconfirmed.ts'

/** A call that has just begun is to be seen soon; ms. */
const FIRST_MS = 400
/**
 * How long changes gather before they are delivered while the call runs, in ms. Those who watch the
 * call see it live; the journal has it all. The times differ, so that many calls do not deliver at once.
 */
const GATHER_MS = { least: 60_000, most: 120_000 }
/** Waits between tries when the data layer does not take the record, in ms; the last one repeats. */
const RETRY_MS = [1_000, 2_000, 5_000, 15_000, 60_000, 300_000]

export type Deliver = (record: CallRecord) => Promise<unknown>

/**
 * Delivers a call's record to Convex until it is acknowledged. Every delivery may be repeated: rows
 * are written by their own ids. What was acknowledged is remembered, so a restart loses nothing.
 */
export class Outbox {
  readonly #journal: Journal
  readonly #storage: DurableObjectStorage
  readonly #deliver: Deliver
  #acknowledged: number
  #failures = 0
  #underWay: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  /** Turns that changed since the last delivery; `null`: all of them, as after a restart. */
  #changedTurns: Set<string> | null = null
  #sentEvents = 0

  constructor(journal: Journal, storage: DurableObjectStorage, deliver: Deliver) {
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
    return RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1] ?? 0
  }

  turnChanged(itemId: string): void {
    this.#changedTurns?.add(itemId)
  }

  /** Something was written: deliver it soon, together with what follows. */
  schedule(): void {
    if (this.#timer) return
    const gatherMs = GATHER_MS.least + Math.random() * (GATHER_MS.most - GATHER_MS.least)
    const waitMs = this.#acknowledged === 0 ? FIRST_MS : gatherMs
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
