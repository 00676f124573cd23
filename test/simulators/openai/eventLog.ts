/** Everything that went over one session's socket, in order, for tests to look at and wait for. */

export interface WireEvent {
  readonly type: string
  readonly [field: string]: unknown
}

export interface LoggedEvent {
  from: 'client' | 'server'
  /** Milliseconds since the session began. */
  atMs: number
  event: WireEvent
}

export type EventPredicate = (event: WireEvent, entry: LoggedEvent) => boolean

interface Waiter {
  matches: EventPredicate
  resolve(entry: LoggedEvent): void
  reject(error: Error): void
}

export class EventLog {
  readonly entries: LoggedEvent[] = []
  readonly #startedAt = performance.now()
  readonly #waiters = new Set<Waiter>()
  #closedBecause: string | null = null

  add(from: LoggedEvent['from'], event: WireEvent): void {
    const entry = { from, atMs: performance.now() - this.#startedAt, event }
    this.entries.push(entry)
    for (const waiter of this.#waiters) {
      if (!waiter.matches(event, entry)) continue
      this.#waiters.delete(waiter)
      waiter.resolve(entry)
    }
  }

  /** The first event that matches, from `index` on; rejects when the session ends without one. */
  until(matches: EventPredicate, index = 0): Promise<LoggedEvent> {
    const known = this.entries.slice(index).find((entry) => matches(entry.event, entry))
    if (known) return Promise.resolve(known)
    return new Promise((resolve, reject) => {
      if (this.#closedBecause) reject(new Error(this.#closedBecause))
      else this.#waiters.add({ matches, resolve, reject })
    })
  }

  close(reason: string): void {
    this.#closedBecause = reason
    for (const waiter of this.#waiters) waiter.reject(new Error(reason))
    this.#waiters.clear()
  }
}
