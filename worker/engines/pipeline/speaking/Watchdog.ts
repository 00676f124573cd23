/** Barks when nothing has been heard of somebody for so long; once. */
export class Watchdog {
  readonly #ms: number
  readonly #bark: () => void
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(ms: number, bark: () => void) {
    this.#ms = ms
    this.#bark = bark
  }

  /** It lives, and is watched from here on. */
  feed(): void {
    this.stop()
    this.#timer = setTimeout(this.#bark, this.#ms)
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
