import * as z from 'zod'
import type { FunctionHost } from './FunctionHost.ts'
import type { KeyValues } from './storage/builtIndexes.ts'

/** How far the calls of an earlier release are findable by their words; `null`: all are. */
const FILLED_TO = 'callTextFilledTo'
const cursorSchema = z.string().nullable()

/** Steps at once: a few seconds of work, far from the limit of one event. */
const STEPS = 100

/** What a new release has to do with what is stored, piece by piece while all else goes on. */
export class Upkeep {
  readonly #host: FunctionHost
  readonly #kv: KeyValues

  constructor(host: FunctionHost, kv: KeyValues) {
    this.#host = host
    this.#kv = kv
  }

  get isDone(): boolean {
    return this.#host.isBuilt && this.#kv.get(FILLED_TO) === null
  }

  /** Does some of it. To be called again until it is done. */
  async run(): Promise<void> {
    await this.#host.buildIndexes(STEPS)
    if (!this.#host.isBuilt) return
    for (let step = 0; step < STEPS && !this.isDone; step++) {
      const cursor = cursorSchema.parse(this.#kv.get(FILLED_TO) ?? null)
      const { value } = await this.#host.internalMutation('callText:fillPage', { cursor })
      this.#kv.put(FILLED_TO, cursorSchema.parse(value))
    }
  }
}
