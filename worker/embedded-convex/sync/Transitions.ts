import type { FunctionHost, Snapshot } from '../FunctionHost.ts'

/** How long what others do is gathered before it is told, ms. */
export const GATHER_MS = 50

export interface Told {
  /** Never rejects. */
  tell(snapshot: Snapshot): Promise<void>
}

/**
 * When those who watch are told. One pass tells all who are due, in one state, so that a query runs once
 * for all of them. What a client asked for itself is told at once; what others did is gathered.
 */
export class Transitions {
  readonly #functions: Pick<FunctionHost, 'snapshot'>
  readonly #gatherMs: number
  readonly #soon = new Set<Told>()
  readonly #later = new Set<Told>()
  #isQueued = false
  #gathering: ReturnType<typeof setTimeout> | null = null
  #gatheredAt = -Infinity

  constructor(functions: Pick<FunctionHost, 'snapshot'>, gatherMs: number) {
    this.#functions = functions
    this.#gatherMs = gatherMs
  }

  soon(session: Told): void {
    this.#later.delete(session)
    this.#soon.add(session)
    this.#queue()
  }

  later(session: Told): void {
    if (this.#soon.has(session)) return
    this.#later.add(session)
    this.#gather()
  }

  /** Sees to it that those who wait are told, as soon as it is time. */
  #gather(): void {
    if (this.#later.size === 0 || this.#gathering) return
    const waitMs = this.#waitMs
    if (waitMs <= 0) return this.#queue()
    this.#gathering = setTimeout(() => {
      this.#gathering = null
      // A timer may ring a moment before its time: it leaves out parts of a millisecond.
      this.#gather()
    }, waitMs)
  }

  /** The session is gone. */
  forget(session: Told): void {
    this.#soon.delete(session)
    this.#later.delete(session)
  }

  get #waitMs(): number {
    return this.#gatheredAt + this.#gatherMs - performance.now()
  }

  #queue(): void {
    if (this.#isQueued) return
    this.#isQueued = true
    void this.#functions.snapshot((snapshot) => this.#pass(snapshot))
  }

  async #pass(snapshot: Snapshot): Promise<void> {
    this.#isQueued = false
    const sessions = [...this.#soon]
    this.#soon.clear()
    if (this.#waitMs <= 0) {
      sessions.push(...this.#later)
      this.#later.clear()
      this.#gatheredAt = performance.now()
    }
    for (const session of sessions) await session.tell(snapshot)
    this.#gather()
  }
}
