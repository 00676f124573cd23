/**
 * Who may use the database next. A caller hears nothing until the Worker knows who answers, so what the
 * Worker asks goes first; what is to be stored goes next; those who watch are told when there is time,
 * or after a while in any case; indexes are built with what is left.
 */
export type Lane = 'lookup' | 'mutation' | 'watch' | 'build'

type Job = () => Promise<unknown>

/** So many mutations go before those who watch, or a piece of an index, at most. */
const MAX_PASSED = 40
/** So many look-ups in a row go before what is to be stored, which is not to wait for ever. */
const MAX_LOOKUPS = 8
/** After so many steps it is looked whether a request has arrived: 5 to 10 ms of work. */
const STEPS = 3

export class FairQueue {
  readonly #waiting: Record<Lane, Job[]> = { lookup: [], mutation: [], watch: [], build: [] }
  /** Mutations since the last time that others had their turn. */
  #passed = 0
  /** Look-ups since the last job of another kind. */
  #lookups = 0
  #steps = 0
  #isWorking = false

  /** Runs `work` when it has the database to itself. */
  run<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting[lane].push(() => work().then(resolve, reject))
      if (!this.#isWorking) void this.#work()
    })
  }

  /** Within work that only reads, between two of its steps: lets pass what only reads, too, and may not wait. */
  async breathe(): Promise<void> {
    if (++this.#steps % STEPS === 0) await arrivals()
    const { lookup } = this.#waiting
    for (let job = lookup.shift(); job; job = lookup.shift()) await job()
  }

  async #work(): Promise<void> {
    this.#isWorking = true
    for (let job = this.#next(); job; job = this.#next()) {
      await job()
      const { lookup, mutation } = this.#waiting
      const isCrowded = lookup.length + mutation.length > 0
      if (isCrowded || ++this.#steps % STEPS === 0) await arrivals()
    }
    this.#isWorking = false
  }

  #next(): Job | undefined {
    const { lookup, mutation, watch, build } = this.#waiting
    const othersWait = mutation.length + watch.length + build.length > 0
    if (lookup.length > 0 && !(othersWait && this.#lookups >= MAX_LOOKUPS)) {
      this.#lookups += 1
      return lookup.shift()
    }
    this.#lookups = 0
    if (watch.length + build.length === 0) this.#passed = 0
    if (mutation.length > 0 && this.#passed < MAX_PASSED) {
      this.#passed += 1
      return mutation.shift()
    }
    this.#passed = 0
    return watch.shift() ?? build.shift() ?? mutation.shift() ?? lookup.shift()
  }
}

/** Promises alone never let a request in that has arrived meanwhile. */
const arrivals = () => new Promise<void>((resolve) => setTimeout(resolve, 0))
