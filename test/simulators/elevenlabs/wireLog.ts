/** Everything that went over one socket, in order, for tests to look at and wait for. */

export type WireMessage = Readonly<Record<string, unknown>>

export interface LoggedMessage {
  from: 'client' | 'server'
  /** Milliseconds since the socket opened. */
  atMs: number
  message: WireMessage
}

interface Waiter {
  matches(entry: LoggedMessage): boolean
  resolve(entry: LoggedMessage): void
  reject(error: Error): void
}

export class WireLog {
  readonly entries: LoggedMessage[] = []
  readonly #startedAt = performance.now()
  readonly #waiters = new Set<Waiter>()
  #over = false

  add(from: LoggedMessage['from'], message: WireMessage): void {
    const entry = { from, atMs: performance.now() - this.#startedAt, message }
    this.entries.push(entry)
    for (const waiter of this.#waiters) {
      if (!waiter.matches(entry)) continue
      this.#waiters.delete(waiter)
      waiter.resolve(entry)
    }
  }

  /** The first message that matches, from `index` on; rejects when the socket closes without one. */
  until(matches: (entry: LoggedMessage) => boolean, index = 0): Promise<LoggedMessage> {
    const known = this.entries.slice(index).find(matches)
    if (known) return Promise.resolve(known)
    return new Promise((resolve, reject) => {
      if (this.#over) reject(new Error('The socket is closed.'))
      else this.#waiters.add({ matches, resolve, reject })
    })
  }

  close(): void {
    this.#over = true
    for (const waiter of this.#waiters) waiter.reject(new Error('The socket is closed.'))
    this.#waiters.clear()
  }
}
