/**
 * A simulated Twilio, written from Twilio's documents: it calls numbers through the customer's signed
 * webhook, streams both legs in real time, and answers the REST API.
 */
import { Account, type OutgoingOptions } from './account.ts'
import type { SimulatedCall } from './call.ts'
import type { Delivery } from './callbackPost.ts'
import type { CallOptions } from './callOptions.ts'
import { Messages } from './messages.ts'
import type { OutboundCall } from './outbound/OutboundCall.ts'
import type { Persons } from './persons/index.ts'
import { newNumber, type IncomingNumber } from './resources.ts'
import type { Pricing, RestAccount, RestFault, RestRequest } from './api/account.ts'
import { RestApi } from './rest.ts'
import type { Conference } from './rooms/Conference.ts'
import { newSid } from './sid.ts'
import { TrunkCall, type TrunkCallOptions } from './sip/TrunkCall.ts'

export interface TwilioOptions extends OutgoingOptions {
  accountSid?: string
  authToken: string
  /** The origin that Twilio was told the customer's server has: signatures and streams use it. */
  publicUrl: string
  /** Where that server really is; the public origin if left out. */
  connectTo?: string
  /** Numbers of the account, as the REST API lists them. */
  numbers?: readonly string[]
  pricing?: Pricing
  /** The REST server's port; a free one if left out. */
  restPort?: number
}

export interface TwilioSimulator {
  readonly accountSid: string
  readonly authToken: string
  /** The origin of the REST API. */
  readonly restUrl: string
  /** Every call that came in since the start, also those that are over. */
  readonly calls: readonly SimulatedCall[]
  /** Every call that the customer made: by the API, into a conference, or by a `<Dial>`. */
  readonly outgoing: readonly OutboundCall[]
  /** Every conference, also those that are over. */
  readonly conferences: readonly Conference[]
  /** Who answers which number. */
  readonly persons: Persons
  /** The account's numbers; `voiceUrl` and the rest change when the API is told to. */
  readonly numbers: readonly IncomingNumber[]
  readonly restRequests: readonly RestRequest[]
  /** What was sent, and what is to become of it. */
  readonly messages: Messages
  /** The webhooks are the options', else those that the number was given by the API, else ours. */
  placeCall(options: CallOptions): SimulatedCall
  /** A call through an Elastic SIP trunk, of which the customer's server hears nothing. */
  placeTrunkCall(options: TrunkCallOptions): TrunkCall
  /** Hears of every call that the customer makes from now on, before anything happens to it. */
  whenCalled(listener: (call: OutboundCall) => void): void
  setPricing(pricing: Pricing): void
  /** How callbacks of calls and conferences arrive that begin from now on. */
  setDelivery(delivery: Delivery): void
  /** Decides for each request to the REST API whether it fails; `null`: none does. */
  failRest(fault: ((request: RestRequest) => RestFault | undefined) | null): void
  /** Hangs up every call, waits for them, and closes the REST server. */
  close(): Promise<void>
}

const noFault = (): undefined => undefined

export async function startTwilio(options: TwilioOptions): Promise<TwilioSimulator> {
  const { authToken, publicUrl, connectTo = publicUrl, accountSid = newSid('AC') } = options
  const customer = { authToken, publicUrl, connectTo }
  const account = new Account(accountSid, customer, options)
  const trunkCalls: TrunkCall[] = []
  const numbers = (options.numbers ?? []).map((number) => newNumber(number))
  // A number that is called is one that somebody has.
  const owns = (phoneNumber: string) =>
    numbers.some((number) => number.phoneNumber === phoneNumber) ||
    account.incoming.some(({ to }) => to === phoneNumber)
  const messages = new Messages({ accountSid, customer, owns })
  const callerOf = (token: string) =>
    account.incoming.find(({ callToken }) => callToken === token)?.from
  const restAccount: RestAccount = {
    account,
    authToken,
    book: { owns, callerOf },
    numbers,
    messages,
    pricing: options.pricing ?? { price: '-0.0085', afterRequests: 0 },
    fault: noFault,
  }
  const rest = new RestApi(restAccount)
  const restUrl = await rest.listen(options.restPort ?? 0)
  return {
    accountSid,
    authToken,
    restUrl,
    numbers,
    restRequests: rest.requests,
    messages,
    persons: account.persons,
    get calls() {
      return account.incoming
    },
    get outgoing() {
      return account.outgoing
    },
    get conferences() {
      return account.conferences.all
    },
    placeCall(callOptions) {
      const number = numbers.find(({ phoneNumber }) => phoneNumber === callOptions.to)
      return account.receive({ ...webhooksOf(number), ...callOptions })
    },
    placeTrunkCall(callOptions) {
      const call = new TrunkCall(account, callOptions)
      trunkCalls.push(call)
      return call
    },
    whenCalled: (listener) => void (account.onCall = listener),
    setPricing: (pricing) => void (restAccount.pricing = pricing),
    setDelivery: (delivery) => void (account.delivery = delivery),
    failRest: (fault) => void (restAccount.fault = fault ?? noFault),
    async close() {
      for (const call of trunkCalls) call.hangUp()
      await Promise.all(trunkCalls.map((call) => call.ended))
      await account.close()
      await messages.flush()
      await rest.close()
    },
  }
}

function webhooksOf(number: IncomingNumber | undefined): Partial<CallOptions> {
  if (!number || number.voiceUrl === '') return {}
  const { voiceUrl, voiceFallbackUrl, statusCallback } = number
  return { voiceUrl, fallbackUrl: voiceFallbackUrl || null, statusUrl: statusCallback || null }
}

export type { SimulatedCall, CallOptions, IncomingNumber, Pricing, RestFault, RestRequest }
export type { CallOutcome, CallStatus, DialOutcome } from './callOptions.ts'
export type { OutboundCall, Conference, Persons, TrunkCall, Delivery, OutgoingOptions }
export type { PersonDeed, PersonScript } from './persons/script.ts'
export type { Quirks } from './exchange.ts'
export { PERSON_DEEDS } from './persons/script.ts'
export { personSays } from './persons/Person.ts'
export type { SipEndpoint, SipInvite, SipLine } from '../lib/sip.ts'
export type { Network, Stalls } from './network.ts'
export { SOME_STALLS } from './network.ts'
export type { LineOptions } from './line/lineOptions.ts'
export { LINE_USAGE, readLine } from './line/lineOptions.ts'
export type { ClearFacts, PlayedRange } from './playback.ts'
export type { SpokenFacts, PreparedAudio } from './callerVoice.ts'
export type { StreamFacts } from './phoneCall.ts'
export type { TwilioWarning } from './warnings.ts'
export type { WebhookExchange } from './webhooks.ts'
export { FRAME_BYTES, FRAME_MS, loudness, prepareAudio } from './callerVoice.ts'
export { APPLICATION_ERROR } from './callControl.ts'
