import type { WebhookEvent } from '../../../convex/model/afterCall.ts'
import type { WebhookDelivery } from '../../../convex/model/outcome.ts'
import type { Outside } from '../../accounts.ts'
import type { Chore } from '../../shell/chores/Chores.ts'
import { UNCONFIRMED } from '../../shell/storage.ts'
import type { AfterCallStore } from '../AfterCallStore.ts'
import { newDeliveries, untried } from '../state.ts'
import { payloadOf } from './payload.ts'
import { send } from './send.ts'
import { afterTry } from './verdict.ts'

const BODY = 'webhookBody:'

/** Tells the agent's webhooks of a call until they have heard it, or for a day. */
export class Webhooks implements Chore {
  readonly #store: AfterCallStore
  readonly #outside: Outside
  readonly #now: () => number
  /** By their ids: those that are being asked are not asked again meanwhile. */
  readonly #underWay = new Set<string>()

  constructor(store: AfterCallStore, outside: Outside, now: () => number) {
    this.#store = store
    this.#outside = outside
    this.#now = now
  }

  due(now: number): number | null {
    if (!this.#store.call) return null
    if (this.#owed(now).length > 0) return now
    const nexts = this.#waiting().map(({ nextAt }) => nextAt ?? now)
    return nexts.length > 0 ? Math.min(...nexts) : null
  }

  async run(now: number): Promise<void> {
    this.#begin(this.#owed(now))
    const due = this.#waiting().filter(({ nextAt }) => (nextAt ?? now) <= now)
    await Promise.all(due.map((delivery) => this.#try(delivery)))
  }

  /** An operator wants it sent once more; `false`: there is nothing of it left, or it is on its way. */
  sendAgain(id: string, now: number): boolean {
    const known = this.#find(id)
    if (!this.#store.call || !known || known.state === 'waiting') return false
    this.#replace({ ...known, ...untried(now) })
    return true
  }

  #owed(now: number): WebhookDelivery[] {
    const { call, state } = this.#store
    if (!call || call.agent.afterCall.webhooks.length === 0) return []
    return newDeliveries(call.record.call, call.agent.afterCall.webhooks, state, now)
  }

  #waiting(): WebhookDelivery[] {
    return this.#store.state.deliveries.filter(
      ({ id, state }) => state === 'waiting' && !this.#underWay.has(id),
    )
  }

  /** What is told stays as it was when it happened: every try has the same body. */
  #begin(deliveries: readonly WebhookDelivery[]): void {
    const { call, state, storage } = this.#store
    if (!call || deliveries.length === 0) return
    for (const event of new Set(deliveries.map((delivery) => delivery.event))) {
      if (this.#bodyOf(event) !== null) continue
      const body = payloadOf(event, call.record, call.agent, state.analysis)
      void storage.put(BODY + event, body, UNCONFIRMED)
    }
    this.#store.change({ deliveries: [...state.deliveries, ...deliveries] })
  }

  #bodyOf(event: WebhookEvent): string | null {
    const body = this.#store.storage.kv.get(BODY + event)
    return typeof body === 'string' ? body : null
  }

  async #try({ id, event, webhook: place }: WebhookDelivery): Promise<void> {
    const webhook = this.#store.call?.agent.afterCall.webhooks[place]
    const body = this.#bodyOf(event)
    if (!webhook || body === null) return
    this.#underWay.add(id)
    const tried = await send(webhook, { id, body }, this.#outside, this.#now)
    this.#underWay.delete(id)
    const delivery = this.#find(id)
    if (!delivery) return
    this.#replace({ ...delivery, ...afterTry(delivery, tried, this.#now(), Math.random()) })
  }

  #find(id: string): WebhookDelivery | undefined {
    return this.#store.state.deliveries.find((delivery) => delivery.id === id)
  }

  #replace(delivery: WebhookDelivery): void {
    const { deliveries } = this.#store.state
    this.#store.change({
      deliveries: deliveries.map((other) => (other.id === delivery.id ? delivery : other)),
    })
  }
}
