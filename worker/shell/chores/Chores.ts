import { type CallStorage, UNCONFIRMED } from '../storage.ts'

/** Something that is left to do for a call beside the conversation. */
export interface Chore {
  /** When it is to be done, epoch ms; `null`: there is nothing to do. */
  due(now: number): number | null
  /** Never rejects. Called when it is due; it may be called before. */
  run(now: number): Promise<void>
}

/** When the object is to wake, epoch ms; `null`: it is not woken again. */
export function nextWake(dues: readonly (number | null)[], now: number): number | null {
  const first = Math.min(...dues.map((at) => at ?? Infinity))
  return first < Infinity ? Math.max(first, now) : null
}

/** All the chores of a call, by the object's one alarm. */
export class Chores {
  readonly #storage: CallStorage
  readonly #chores: readonly Chore[]
  readonly #now: () => number

  constructor(storage: CallStorage, chores: readonly Chore[], now: () => number) {
    this.#storage = storage
    this.#chores = chores
    this.#now = now
  }

  /** Sets the alarm for whatever is due first. */
  async arm(): Promise<void> {
    const now = this.#now()
    const dues = this.#chores.map((chore) => chore.due(now))
    const at = nextWake(dues, now)
    if (at === null) await this.#storage.deleteAlarm(UNCONFIRMED)
    else await this.#storage.setAlarm(at, UNCONFIRMED)
  }

  /** Does what is due, and arms the next alarm. */
  async run(): Promise<void> {
    for (const chore of this.#chores) {
      const now = this.#now()
      const due = chore.due(now)
      if (due !== null && due <= now) await chore.run(now)
    }
    await this.arm()
  }
}
