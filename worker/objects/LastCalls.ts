import * as z from 'zod'
import { UNCONFIRMED } from '../shell/storage.ts'

const CALLER = 'caller:'

const lastCallSchema = z.object({
  callSid: z.string(),
  /** Epoch ms. */
  until: z.number(),
})
type LastCall = z.infer<typeof lastCallSchema>

/** A call whose caller may call again when the line breaks. */
export interface FindableCall {
  callSid: string
  agentId: string
  /** E.164. */
  caller: string
  /** Epoch ms. */
  findableUntil: number
}

/** The last call of each caller to an agent who meets them again when the line drops. */
export class LastCalls {
  readonly #storage: DurableObjectStorage

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
  }

  /** Notes this call as its caller's last one to the agent; returns the one before, `null`: none is known. */
  put({ callSid, agentId, caller, findableUntil: until }: FindableCall): string | null {
    const key = `${CALLER}${caller} ${agentId}`
    const last = lastCallSchema.safeParse(this.#storage.kv.get(key)).data
    void this.#storage.put(key, { callSid, until }, UNCONFIRMED)
    return last && last.callSid !== callSid && last.until > Date.now() ? last.callSid : null
  }

  /** Forgets whose last calls these were. */
  forgetCalls(callSids: readonly string[]): void {
    const gone = new Set(callSids)
    this.#forget(({ callSid }) => gone.has(callSid))
  }

  /** Forgets those whose time is over; returns when the next one's is, epoch ms. `Infinity`: there is none. */
  forgetOld(now: number): number {
    return this.#forget(({ until }) => until <= now)
  }

  #forget(isGone: (last: LastCall) => boolean): number {
    const { kv } = this.#storage
    let next = Infinity
    for (const [key, stored] of kv.list({ prefix: CALLER })) {
      const last = lastCallSchema.safeParse(stored).data
      if (!last || isGone(last)) kv.delete(key)
      else next = Math.min(next, last.until)
    }
    return next
  }
}
