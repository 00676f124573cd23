/** How often it is looked whether anything came, in ms. */
const CHECK_MS = 5_000
/** Without any message for so many looks the other side is asked, */
const PROBE_AFTER = 2
/** and after so many it is dead. */
const DEAD_AFTER = 3
/** A session whose settings are not confirmed after so many looks never will be. */
const UNCONFIRMED_AFTER = 2

interface Owner {
  /** Asks the other side for any answer at all. */
  probe(): void
  dead(cause: string): void
}

/**
 * Tells a connection that lives from one that only seems to: TCP can go dark without a close. Counts
 * looks and not milliseconds, so that a message costs no reading of the clock.
 */
export class Pulse {
  readonly #owner: Owner
  #timer: ReturnType<typeof setInterval> | null = null
  #came = false
  #quiet = 0
  #looks = 0
  #confirmed = false

  constructor(owner: Owner) {
    this.#owner = owner
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), CHECK_MS)
  }

  /** A message came. */
  beat(): void {
    this.#came = true
  }

  /** The settings of the session were confirmed. */
  confirm(): void {
    this.#confirmed = true
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }

  #look(): void {
    this.#looks += 1
    this.#quiet = this.#came ? 0 : this.#quiet + 1
    this.#came = false
    if (!this.#confirmed && this.#looks >= UNCONFIRMED_AFTER) {
      return this.#owner.dead('OpenAI did not confirm the session.')
    }
    if (this.#quiet >= DEAD_AFTER) return this.#owner.dead('OpenAI gave no sign of life any more.')
    if (this.#quiet >= PROBE_AFTER) this.#owner.probe()
  }
}
