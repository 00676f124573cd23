import { DurableObject } from 'cloudflare:workers'
import type { AgentSnapshot } from '../../convex/model/agent.ts'
import { keptSnapshotSchema } from '../../convex/model/earlier/agent.ts'
import { UNCONFIRMED } from '../shell/storage.ts'

/** There is one directory for all calls. */
export const DIRECTORY_NAME = 'main'

/**
 * A place on the line is lent for so long, in ms. A call that runs asks again every minute; one that is
 * gone without a word loses its place.
 */
const LEASE_MS = 180_000

const LEASE = 'lease:'
/** What an earlier release kept: when each call was admitted, with no end. */
const EARLIER = 'call:'
const ANSWER = 'answer:'

/**
 * The one list of the calls that run now, for the concurrency limit and `/health`; and the last good
 * answer to “who answers this number?”, for when the data layer does not answer in time.
 */
export class CallDirectory extends DurableObject {
  /** Until when each call has its place, epoch ms. */
  readonly #leases = new Map<string, number>()

  constructor(ctx: DurableObjectState, env: object) {
    super(ctx, env)
    for (const [key, until] of ctx.storage.kv.list({ prefix: LEASE })) {
      this.#leases.set(key.slice(LEASE.length), Number(until))
    }
    for (const [key] of ctx.storage.kv.list({ prefix: EARLIER })) ctx.storage.kv.delete(key)
  }

  /** Gives a call a place; `false` when all are taken. A call that has one keeps it. */
  admit(callSid: string, limit: number): boolean {
    if (this.count() >= limit && !this.#leases.has(callSid)) return false
    this.renew(callSid)
    return true
  }

  /** A call that runs has its place, however it lost it. */
  renew(callSid: string): void {
    const until = Date.now() + LEASE_MS
    this.#leases.set(callSid, until)
    void this.ctx.storage.put(LEASE + callSid, until, UNCONFIRMED)
  }

  /** Safe to repeat. */
  release(callSid: string): void {
    if (!this.#leases.delete(callSid)) return
    void this.ctx.storage.delete(LEASE + callSid, UNCONFIRMED)
  }

  /** How many calls run now. */
  count(): number {
    const now = Date.now()
    for (const [callSid, until] of this.#leases) if (until <= now) this.release(callSid)
    return this.#leases.size
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
