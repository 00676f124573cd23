import { MAX_MESSAGE_LENGTH } from './clientMessage.ts'

/** How much may wait; a client that sends faster than it is answered is stopped before it fills the memory. */
const MAX_MESSAGES = 1000
const MAX_LENGTH = MAX_MESSAGE_LENGTH

/** Deals with the messages of one client, one after the other. */
export class Inbox {
  readonly #failed: (error: unknown) => void
  #last: Promise<void> = Promise.resolve()
  #messages = 0
  #length = 0

  /** `failed` hears what a message threw; the messages behind it go on. */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed
  }

  /** Whether a message of this length may come in. */
  hasRoomFor(length: number): boolean {
    return this.#messages < MAX_MESSAGES && this.#length + length <= MAX_LENGTH
  }

  add(length: number, handle: () => void | Promise<void>): void {
    this.#messages += 1
    this.#length += length
    this.#last = this.#last
      .then(handle)
      .catch(this.#failed)
      .finally(() => {
        this.#messages -= 1
        this.#length -= length
      })
  }
}
