import { DurableObject } from 'cloudflare:workers'
import type { AgentSnapshot } from '../../convex/model/agent.ts'
import { keptSnapshotSchema } from '../../convex/model/earlier/agent.ts'
import { UNCONFIRMED } from '../shell/storage.ts'

/** There is one directory for all calls. */
export const DIRECTORY_NAME = 'main'

/** No call is longer than an hour: what is older was never taken off the list. */
const STALE_MS = 70 * 60_000

const CALL = 'call:'
const ANSWER = 'answer:'

/**
 * The one list of the calls that run now, for the concurrency limit and `/health`; and the last good
 * answer to “who answers this number?”, for when the data layer does not answer in time.
 */
export class CallDirectory extends DurableObject {
  /** When each call was admitted, epoch ms. */
  readonly #calls = new Map<string, number>()

  constructor(ctx: DurableObjectState, env: object) {
    super(ctx, env)
    for (const [key, since] of ctx.storage.kv.list<number>({ prefix: CALL })) {
      this.#calls.set(key.slice(CALL.length), since)
    }
  }

  /** Puts a call on the list; `false` when the list is full. A call that is on it stays. */
  admit(callSid: string, limit: number): boolean {
    if (this.#calls.has(callSid)) return true
    if (this.count() >= limit) return false
    const now = Date.now()
    this.#calls.set(callSid, now)
    void this.ctx.storage.put(CALL + callSid, now, UNCONFIRMED)
    return true
  }

  release(callSid: string): void {
    if (!this.#calls.delete(callSid)) return
    void this.ctx.storage.delete(CALL + callSid, UNCONFIRMED)
  }

  /** How many calls run now. */
  count(): number {
    const now = Date.now()
    for (const [callSid, since] of this.#calls) if (now - since > STALE_MS) this.release(callSid)
    return this.#calls.size
  }

  /** Keeps the last good answer for a number; `null`: nobody answers it. */
  remember(phoneNumber: string, agent: AgentSnapshot | null): void {
    const key = ANSWER + phoneNumber
    if (JSON.stringify(this.ctx.storage.kv.get(key)) === JSON.stringify(agent)) return
    void this.ctx.storage.put(key, agent, UNCONFIRMED)
  }

  /** The last good answer for a number; `undefined` when there never was one. */
  recall(phoneNumber: string): AgentSnapshot | null | undefined {
    const answer = this.ctx.storage.kv.get(ANSWER + phoneNumber)
    return answer === undefined ? undefined : keptSnapshotSchema.nullable().parse(answer)
  }
}
