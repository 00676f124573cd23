/** How long nothing is heard of somebody who has sent too much, in ms. */
export const SHUT_MS = 60_000
/** The latest of them; an attacker with more addresses than that has other ways. */
const REMEMBERED = 1_000

/**
 * Where strangers came from who have sent more than a stranger may. To take a long message from the network
 * costs running calls time, whatever is done with it then, so for a while no socket of theirs is opened.
 */
export class ShutOut {
  /** Until when, epoch ms; the one who was shut out first comes first. */
  readonly #until = new Map<string, number>()

  shut(client: string, now: number): void {
    this.#until.delete(client)
    this.#until.set(client, now + SHUT_MS)
    const [first] = this.#until.keys()
    if (this.#until.size > REMEMBERED && first !== undefined) this.#until.delete(first)
  }

  isShut(client: string, now: number): boolean {
    const until = this.#until.get(client) ?? 0
    // A clock that steps back makes nobody wait for longer.
    return now < until && until - now <= SHUT_MS
  }
}
