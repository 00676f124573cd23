import type { Config } from '../config.ts'
import { askTwilio, priceDue } from './carrierFigures.ts'
import type { Journal } from './journal.ts'
import type { Outbox } from './outbox.ts'
import { UNCONFIRMED } from './unconfirmed.ts'

/** A call in progress looks after itself this often, in ms, so that even a forgotten one ends. */
const WATCHDOG_MS = 60_000

/**
 * What is left to do for a call beside the conversation, by the object's one alarm: delivering the
 * record until it is taken, and asking Twilio for the price until it is there.
 */
export class Chores {
  readonly #storage: DurableObjectStorage
  readonly #journal: Journal
  readonly #outbox: Outbox
  readonly #config: Config

  constructor(storage: DurableObjectStorage, journal: Journal, outbox: Outbox, config: Config) {
    this.#storage = storage
    this.#journal = journal
    this.#outbox = outbox
    this.#config = config
  }

  /** Sets the alarm for whatever is due first. */
  async arm(): Promise<void> {
    const now = Date.now()
    const due = [this.#watchdogDue(now), this.#deliveryDue(now), this.#priceDue()]
    const first = Math.min(...due.map((at) => at ?? Infinity))
    if (first < Infinity) await this.#storage.setAlarm(Math.max(first, now), UNCONFIRMED)
    // A call that needs nothing more is not woken again.
    else await this.#storage.deleteAlarm(UNCONFIRMED)
  }

  /** Does what is due, and arms the next alarm. */
  async run(): Promise<void> {
    await this.#outbox.flush()
    const due = this.#priceDue()
    if (due !== null && due <= Date.now()) await this.#askPrice()
    await this.arm()
  }

  #watchdogDue(now: number): number | null {
    return this.#journal.record?.call.status === 'in_progress' ? now + WATCHDOG_MS : null
  }

  #deliveryDue(now: number): number | null {
    return this.#outbox.isEmpty ? null : now + Math.max(1_000, this.#outbox.retryMs)
  }

  #priceDue(): number | null {
    const call = this.#journal.record?.call
    const known = !call || call.carrier !== 'twilio' || call.cost.carrier !== null
    if (known || call.endedAt === null || !this.#config.twilio.account) return null
    return priceDue(call.endedAt, this.#askedPrice)
  }

  get #askedPrice(): number {
    return Number(this.#storage.kv.get('askedPrice') ?? 0)
  }

  async #askPrice(): Promise<void> {
    const { account } = this.#config.twilio
    const callSid = this.#journal.record?.call.callSid
    if (!account || !callSid) return
    this.#storage.kv.put('askedPrice', this.#askedPrice + 1)
    const answer = await askTwilio(account, callSid)
    if (!answer) return
    const { status, durationSec, price, priceUnit } = answer
    this.#journal.append({ kind: 'carrier_status', status, durationSec })
    if (price !== null) {
      this.#journal.append({ kind: 'carrier_price', usd: price, unit: priceUnit ?? 'USD' })
    }
    await this.#outbox.flush()
  }
}
