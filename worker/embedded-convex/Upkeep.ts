import * as z from 'zod'
import type { FunctionHost } from './FunctionHost.ts'
import type { KeyValues } from './storage/builtIndexes.ts'

/** How far the rows of an earlier release are done. */
const PROGRESS = 'upkeep'
const progressSchema = z.object({ cursor: z.string().nullable(), isDone: z.boolean() })
const NOT_BEGUN = { cursor: null, isDone: false }

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

  /** What is stored is not what it was. */
  beginAnew(): void {
    this.#kv.put(PROGRESS, NOT_BEGUN)
  }

  get isDone(): boolean {
    return this.#host.isBuilt && this.#progress.isDone
  }

  /** Does some of it. To be called again until it is done. */
  async run(): Promise<void> {
    await this.#host.buildIndexes(STEPS)
    if (!this.#host.isBuilt) return
    for (let step = 0; step < STEPS && !this.isDone; step++) {
      const { cursor } = this.#progress
      const { value } = await this.#host.internalMutation('upkeep:step', { cursor })
      this.#kv.put(PROGRESS, progressSchema.parse(value))
    }
  }

  get #progress(): z.infer<typeof progressSchema> {
    return progressSchema.parse(this.#kv.get(PROGRESS) ?? NOT_BEGUN)
  }
}
