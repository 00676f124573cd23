/** One timer for the earliest of several deadlines. One that comes too early does no harm. */
export class Deadline {
  #set: { at: number; handle: ReturnType<typeof setTimeout> } | null = null
  readonly #reached: () => void
  readonly #now: () => number

  /** `now`: epoch ms. */
  constructor(reached: () => void, now: () => number) {
    this.#reached = reached
    this.#now = now
  }

  /** Sees to it that the deadline is noticed; epoch ms, `Infinity` for none. */
  set(at: number): void {
    if (at === Infinity) return this.#clear()
    // Moving a timer back at every event would cost more than one that fires for nothing.
    if (this.#set && this.#set.at <= at) return
    this.#clear()
    const handle = setTimeout(() => this.#fire(), Math.max(0, at - this.#now()))
    this.#set = { at, handle }
  }

  #fire(): void {
    this.#set = null
    this.#reached()
  }

  #clear(): void {
    if (this.#set) clearTimeout(this.#set.handle)
    this.#set = null
  }
}
