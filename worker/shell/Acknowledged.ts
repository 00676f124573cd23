import { retryMs } from './outboxPlan.ts'
import { type CallStorage, UNCONFIRMED } from './storage.ts'

/** What is delivered until it is acknowledged. */
export interface Delivered {
  /** Grows with every change; `null`: there is nothing to deliver. */
  revision(): number | null
  /** Delivers what is not acknowledged. Never rejects: `failed` may be tried again, and will be. */
  attempt(): Promise<'taken' | 'failed' | 'deleted'>
  /** How long changes gather before they are delivered, in ms. `isFirst`: nothing was delivered before. */
  gatherMs(isFirst: boolean): number
}

/**
 * Delivers something of an object's until it is acknowledged, one attempt after the other. What was
 * acknowledged is remembered, so a restart loses nothing.
 */
export class Acknowledged {
  readonly #storage: CallStorage
  readonly #delivered: Delivered
  readonly #now: () => number
  #acknowledged: number
  #failures = 0
  #triedAt: number
  #underWay: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | null = null

  /** `now`: epoch ms. */
  constructor(storage: CallStorage, delivered: Delivered, now: () => number) {
    this.#storage = storage
    this.#delivered = delivered
    this.#now = now
    this.#triedAt = now()
    this.#acknowledged = Number(storage.kv.get('acknowledged') ?? 0)
  }

  get isEmpty(): boolean {
    const revision = this.#delivered.revision()
    return revision === null || this.#acknowledged >= revision
  }

  /** Something was delivered, and acknowledged. */
  get hasDelivered(): boolean {
    return this.#acknowledged > 0
  }

  /** How long to wait before `flush` is worth another try, in ms; 0: the last one did not fail. */
  get retryMs(): number {
    return retryMs(this.#failures)
  }

  /** When a delivery was last tried, or when the object woke, epoch ms. */
  get triedAt(): number {
    return this.#triedAt
  }

  /** Something was written: deliver it soon, together with what follows, and after a failure no sooner than is planned. */
  schedule(): void {
    if (this.#timer) return
    const gatherMs = this.#delivered.gatherMs(!this.hasDelivered && !this.#underWay)
    this.#timer = setTimeout(() => void this.flush(), Math.max(gatherMs, this.retryMs))
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

  /** As `flush`; where a delivery is under way, it waits for that one, and leaves what came since to gather. */
  async keepUp(): Promise<void> {
    await (this.#underWay ?? this.flush())
  }

  async #attempt(): Promise<void> {
    this.#triedAt = this.#now()
    const revision = this.#delivered.revision()
    if (revision === null) return
    const outcome = await this.#delivered.attempt()
    if (outcome === 'deleted') return
    if (outcome === 'failed') {
      this.#failures += 1
      return
    }
    this.#acknowledged = revision
    this.#failures = 0
    void this.#storage.put('acknowledged', revision, UNCONFIRMED)
  }
}
