/**
 * Calls `tick` every `periodMs` without drift: each tick has its own deadline, counted from the start.
 * A process that was held up catches up at once, as a network does with late packets.
 */
export class Pacer {
  readonly #periodMs: number
  readonly #tick: (deadline: number) => void
  #timer: NodeJS.Timeout | undefined
  #nextAt = Number.POSITIVE_INFINITY

  constructor(periodMs: number, tick: (deadline: number) => void) {
    this.#periodMs = periodMs
    this.#tick = tick
  }

  /** The first tick is at once, or at `firstAt` of `performance.now()`. */
  start(firstAt: number = performance.now()): void {
    this.#nextAt = firstAt
    this.#run()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#nextAt = Number.POSITIVE_INFINITY
  }

  readonly #run = (): void => {
    const now = performance.now()
    while (this.#nextAt <= now) {
      const deadline = this.#nextAt
      this.#nextAt += this.#periodMs
      this.#tick(deadline)
    }
    if (this.#nextAt === Number.POSITIVE_INFINITY) return
    this.#timer = setTimeout(this.#run, Math.max(0, Math.ceil(this.#nextAt - performance.now())))
  }
}
