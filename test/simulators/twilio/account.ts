/** An account's calls: those that come in, those that go out, and what they share. */
import { SimulatedCall } from './call.ts'
import type { Delivery } from './callbackPost.ts'
import type { CallOptions } from './callOptions.ts'
import type { CallSetup } from './callSetup.ts'
import type { Exchange, Quirks } from './exchange.ts'
import type { Answerer } from './outbound/answerer.ts'
import type { CallOrder } from './outbound/order.ts'
import { OutboundCall } from './outbound/OutboundCall.ts'
import { Turns } from './outbound/turns.ts'
import { Persons } from './persons/index.ts'
import type { PersonDeed, PersonScript } from './persons/script.ts'
import { Conferences } from './rooms/Conferences.ts'
import type { SipEndpoint } from '../lib/sip.ts'
import { SipParty } from './sip/SipParty.ts'
import { type Customer, sendWebhook } from './webhooks.ts'

/** What may be said of calls that go out. */
export interface OutgoingOptions {
  /** Who has which number, `sip:…` or `client:…`. */
  persons?: Readonly<Record<string, PersonScript | PersonDeed>>
  /** Who has all other numbers, if anybody else than who accepts. */
  byDefault?: PersonScript
  /** Who answers calls to all other SIP addresses. */
  sip?: SipEndpoint
  /** How long a second of TwiML, of a `Timeout` and of the account's pace takes; 1,000 if left out. */
  secondMs?: number
  /** Calls of the API that leave within a second; others wait in line. 1 if left out. */
  callsPerSecond?: number
  /** `spoken`: `<Say>` takes its time and is heard. */
  speech?: Exchange['speech']
  /** How callbacks of outgoing calls and of conferences arrive. */
  delivery?: Delivery
  quirks?: Partial<Quirks>
}

const QUIRKS: Quirks = {
  modifiedDialRuns: 'new_twiml',
  lateCancel: 'refused',
  actionAfterHangUp: false,
}

export class Account implements Exchange {
  readonly accountSid: string
  readonly customer: Customer
  readonly secondMs: number
  readonly speech: Exchange['speech']
  readonly quirks: Quirks
  readonly persons: Persons
  readonly sip: SipEndpoint | null
  delivery: Delivery
  readonly conferences: Conferences
  /** Hears of every call that goes out, before anything happens to it. */
  onCall: (call: OutboundCall) => void = () => undefined
  readonly #turns: Turns
  readonly #incoming = new Map<string, SimulatedCall>()
  readonly #outgoing = new Map<string, OutboundCall>()

  constructor(accountSid: string, customer: Customer, options: OutgoingOptions) {
    const { secondMs = 1000, callsPerSecond = 1, speech = 'instant' } = options
    this.accountSid = accountSid
    this.customer = customer
    this.secondMs = secondMs
    this.speech = speech
    this.quirks = { ...QUIRKS, ...options.quirks }
    this.persons = new Persons(options.persons, options.byDefault)
    this.sip = options.sip ?? null
    this.delivery = options.delivery ?? {}
    this.#turns = new Turns(secondMs / callsPerSecond)
    this.conferences = new Conferences({
      accountSid,
      delivery: () => this.delivery,
      send: (request) => sendWebhook(customer, request),
    })
  }

  isSomebodys(address: string): boolean {
    return this.persons.has(address)
  }

  get incoming(): readonly SimulatedCall[] {
    return [...this.#incoming.values()]
  }

  get outgoing(): readonly OutboundCall[] {
    return [...this.#outgoing.values()]
  }

  find(callSid: string): SimulatedCall | OutboundCall | undefined {
    return this.#incoming.get(callSid) ?? this.#outgoing.get(callSid)
  }

  receive(options: CallOptions): SimulatedCall {
    const { accountSid, customer } = this
    const call = new SimulatedCall({ ...options, accountSid, customer, exchange: this })
    this.#incoming.set(call.callSid, call)
    return call
  }

  call(order: CallOrder): OutboundCall {
    const isOurs = order.direction === 'outbound-api'
    const turn = (signal: AbortSignal) => (isOurs ? this.#turns.take(signal) : Promise.resolve())
    const call = new OutboundCall(order, this.#setupOf(order), this.#answererAt(order.to), turn)
    this.#outgoing.set(call.callSid, call)
    this.onCall(call)
    return call
  }

  /** Hangs up every call, and waits for them. */
  async close(): Promise<void> {
    for (const call of [...this.incoming, ...this.outgoing]) call.hangUp()
    await Promise.all([...this.incoming, ...this.outgoing].map((call) => call.ended))
    await this.conferences.flush()
  }

  #setupOf({ to, fallbackUrl, told }: CallOrder): CallSetup {
    return {
      to,
      accountSid: this.accountSid,
      customer: this.customer,
      exchange: this,
      fallbackUrl,
      statusUrl: told?.url ?? null,
      statusMethod: told?.method ?? 'POST',
      statusEvents: told?.events ?? [],
      statusDelivery: this.delivery,
    }
  }

  #answererAt(address: string): Answerer {
    if (this.persons.has(address) || !/^sips?:/i.test(address)) return this.persons.at(address)
    return new SipParty(this.sip, this.accountSid)
  }
}
