import * as z from 'zod'

/** What is used of the object's key-value storage. */
export interface ClockStorage {
  get(key: string): unknown
  put(key: string, value: number): void
}

const LAST_COMMIT = 'lastCommit'
/** A client that has seen more than a day into the future has not seen it here. */
const LARGEST_LEAD = 86_400_000_000

/**
 * Numbers the commits. A timestamp is the time of the commit in epoch microseconds (which a number
 * holds exactly until the year 2255), but always later than the one before, whatever the clock does
 * and however often the host restarts.
 */
export class CommitClock {
  readonly #storage: ClockStorage
  readonly #nowMs: () => number
  #last: number

  constructor(storage: ClockStorage, nowMs: () => number = Date.now) {
    this.#storage = storage
    this.#nowMs = nowMs
    this.#last = z.int().safeParse(storage.get(LAST_COMMIT)).data ?? 0
  }

  /** The timestamp of the last commit: what is read now is the state of this moment. */
  get last(): number {
    return this.#last
  }

  /** The timestamp of a new commit. To be called within its transaction. */
  next(): number {
    return this.#keep(Math.max(this.#last + 1, this.#nowMs() * 1000))
  }

  /** A client saw `ts` before the host's storage was set back: later commits must be later than that. */
  observe(ts: number): void {
    if (ts <= this.#last || ts > this.#nowMs() * 1000 + LARGEST_LEAD) return
    this.#keep(ts)
  }

  #keep(ts: number): number {
    this.#last = ts
    this.#storage.put(LAST_COMMIT, ts)
    return ts
  }
}
