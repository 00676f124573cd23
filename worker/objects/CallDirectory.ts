import { DurableObject } from 'cloudflare:workers'
import type { SealedSecret } from '../../convex/model/secret.ts'
import { type AnsweringAgent, answeringAgentSchema } from '../data/answeringAgent.ts'
import { logFailure } from '../lib/log.ts'
import { UNCONFIRMED } from '../shell/storage.ts'
import { type FindableCall, LastCalls } from './LastCalls.ts'
import { SipWebhooks } from './SipWebhooks.ts'

/** What the directory asks of a call's object: to wake, and to see to its end or its record. */
interface CallsBinding {
  CALLS: { getByName(callSid: string): { deliver(): Promise<void> } }
}

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
/** How many text messages each agent has sent today. */
const MESSAGES = 'messages:'

/**
 * The one list of the calls that run now, for the concurrency limit and `/health`; the last good answer
 * to “who answers this number?”, for when the data layer does not answer in time; and the last call of
 * each caller to an agent who meets them again when the line drops.
 */
export class CallDirectory extends DurableObject<CallsBinding> {
  /** Until when each call has its place, epoch ms; one whose time is over is gone without a word. */
  readonly #leases = new Map<string, number>()
  readonly #lastCalls = new LastCalls(this.ctx.storage)
  readonly #webhooks = new SipWebhooks(this.ctx.storage)

  constructor(ctx: DurableObjectState, env: CallsBinding) {
    super(ctx, env)
    for (const [key, until] of ctx.storage.kv.list({ prefix: LEASE })) {
      this.#leases.set(key.slice(LEASE.length), Number(until))
    }
    for (const [key] of ctx.storage.kv.list({ prefix: EARLIER })) ctx.storage.kv.delete(key)
    if (this.#leases.size > 0) ctx.waitUntil(this.#wakeBy(Math.min(...this.#leases.values())))
  }

  /** Gives a call a place; `false` when all are taken. A call that has one keeps it. */
  admit(callSid: string, limit: number): boolean {
    if (this.count() >= limit && !this.#lives(callSid)) return false
    this.renew(callSid)
    return true
  }

  /** A call that runs has its place, however it lost it. */
  renew(callSid: string): void {
    const until = Date.now() + LEASE_MS
    if (this.#leases.size === 0) this.ctx.waitUntil(this.#wakeBy(until))
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
    return [...this.#leases.keys()].filter((callSid) => this.#lives(callSid)).length
  }

  #lives(callSid: string): boolean {
    return (this.#leases.get(callSid) ?? 0) > Date.now()
  }

  /** Keeps the last good answer for a number; `null`: nobody answers it. */
  remember(phoneNumber: string, agent: AnsweringAgent | null): void {
    const key = ANSWER + phoneNumber
    if (JSON.stringify(this.ctx.storage.kv.get(key)) === JSON.stringify(agent)) return
    void this.ctx.storage.put(key, agent, UNCONFIRMED)
  }

  /** The last good answer for a number; `undefined` when there never was one. */
  recall(phoneNumber: string): AnsweringAgent | null | undefined {
    const answer = this.ctx.storage.kv.get(ANSWER + phoneNumber)
    return answer === undefined ? undefined : answeringAgentSchema.nullable().parse(answer)
  }

  /** Keeps the secret of the vendor's webhooks, sealed, as it was read or made last. */
  rememberSecret(secret: SealedSecret | null): void {
    this.#webhooks.rememberSecret(secret)
  }

  /** `undefined`: none was read yet. */
  recallSecret(): SealedSecret | null | undefined {
    return this.#webhooks.recallSecret()
  }

  /** Whether a webhook of this id comes for the first time; they are sent again for three days at the most. */
  isNewWebhook(id: string): boolean {
    return this.#webhooks.isNew(id, Date.now())
  }

  /** The call has this leg at the model's vendor, who knows it by that alone. */
  nameLeg(legId: string, callSid: string): void {
    this.#webhooks.nameLeg(legId, callSid, Date.now())
  }

  /** The call that has this leg; `null`: none is known. */
  callOfLeg(legId: string): string | null {
    return this.#webhooks.callOfLeg(legId)
  }

  /** Counts a text message of an agent's; `false`: there were as many today (UTC) as there may be. */
  countMessage(agentId: string, perDay: number): boolean {
    const today = `${MESSAGES}${new Date().toISOString().slice(0, 10)}:`
    const sent = Number(this.ctx.storage.kv.get(today + agentId) ?? 0)
    if (sent >= perDay) return false
    for (const [key] of this.ctx.storage.kv.list({ prefix: MESSAGES })) {
      if (!key.startsWith(today)) this.ctx.storage.kv.delete(key)
    }
    this.ctx.storage.kv.put(today + agentId, sent + 1)
    return true
  }

  /** Notes this call as its caller's last one to the agent; returns the one before, `null`: none is known. */
  calledAgain(call: FindableCall): string | null {
    this.ctx.waitUntil(this.#wakeBy(call.findableUntil))
    return this.#lastCalls.put(call)
  }

  /** Forgets whose last calls these were. */
  forgetCalls(callSids: readonly string[]): void {
    this.#lastCalls.forgetCalls(callSids)
  }

  /** Wakes calls that are gone without a word, and forgets last calls that nobody goes on with any more. */
  override async alarm(): Promise<void> {
    const next = this.#lastCalls.forgetOld(Date.now())
    await Promise.all(
      Array.from(this.#leases.keys(), async (callSid) => {
        if (!this.#lives(callSid)) await this.#giveUp(callSid)
      }),
    )
    const at = Math.min(next, ...this.#leases.values())
    if (at < Infinity) await this.#wakeBy(at)
  }

  /** A call lost its place. Its object ends it, or has it back when it runs after all. */
  async #giveUp(callSid: string): Promise<void> {
    this.release(callSid)
    try {
      await this.env.CALLS.getByName(callSid).deliver()
    } catch (error) {
      logFailure('A call that is gone without a word could not be woken.', { callSid }, error)
    }
  }

  async #wakeBy(at: number): Promise<void> {
    const set = await this.ctx.storage.getAlarm()
    if (set === null || at < set) await this.ctx.storage.setAlarm(at, UNCONFIRMED)
  }
}
