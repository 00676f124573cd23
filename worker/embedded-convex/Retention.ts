import * as z from 'zod'
import type { FunctionHost } from './FunctionHost.ts'
import type { KeyValues } from './storage/builtIndexes.ts'

/** How far the present round is, and when the next step is due, epoch ms. */
const PROGRESS = 'retention'
const progressSchema = z.object({ cursor: z.string().nullable(), at: z.number() })
const NOT_BEGUN = { cursor: null, at: 0 }

/** From one round to the next, in ms. */
const DAY_MS = 86_400_000
/** Steps at once: a few seconds of work, far from the limit of one event. */
const STEPS = 20

/** Lets calls go that are older than they are to be, once a day. */
export class Retention {
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

  /** When it is to run next, epoch ms; 0 before its first round. */
  get dueAt(): number {
    return this.#progress.at
  }

  /** Does some of what is due. To be called again at `dueAt`. */
  async run(now: number): Promise<void> {
    for (let step = 0; step < STEPS && this.dueAt <= now; step++) {
      const { cursor } = this.#progress
      const { value } = await this.#host.internalMutation('retention:step', { cursor })
      const next = stepSchema.parse(value)
      const progress = next.isDone ? { cursor: null, at: now + DAY_MS } : { ...next, at: now }
      this.#kv.put(PROGRESS, progressSchema.parse(progress))
    }
  }

  get #progress(): z.infer<typeof progressSchema> {
    return progressSchema.parse(this.#kv.get(PROGRESS) ?? NOT_BEGUN)
  }
}

const stepSchema = z.object({ cursor: z.string().nullable(), isDone: z.boolean() })
