/** How long something may take that is waited for; a wait that is met ends at once. */
const PATIENCE_MS = 20_000

interface Waiter<T> {
  met(item: T): boolean
  resolve(item: T): void
}

/** Everything that was reported, in order, for tests to look at and wait for. */
export class Trace<T> {
  readonly items: T[] = []
  #waiters: Waiter<T>[] = []

  add(item: T): void {
    this.items.push(item)
    const met = this.#waiters.filter((waiter) => waiter.met(item))
    this.#waiters = this.#waiters.filter((waiter) => !met.includes(waiter))
    for (const waiter of met) waiter.resolve(item)
  }

  /** The first item for which `pick` gives something, from `index` on, whether it came already or not. */
  until<R>(what: string, pick: (item: T) => R | null | undefined, index = 0): Promise<R> {
    for (const item of this.items.slice(index)) {
      const picked = pick(item)
      if (picked) return Promise.resolve(picked)
    }
    return new Promise((resolve, reject) => {
      const tooLong = setTimeout(() => {
        const sofar = this.items.slice(-20).map((item) => JSON.stringify(item).slice(0, 200))
        reject(
          new Error(
            `There was not ${what} within ${PATIENCE_MS / 1000} s, but:\n${sofar.join('\n')}`,
          ),
        )
      }, PATIENCE_MS)
      this.#waiters.push({
        met: (item) => Boolean(pick(item)),
        resolve: (item) => {
          clearTimeout(tooLong)
          const picked = pick(item)
          if (picked) resolve(picked)
        },
      })
    })
  }
}
