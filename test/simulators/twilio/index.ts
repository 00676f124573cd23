/**
 * A simulated Twilio, written from Twilio's documents: it calls numbers through the customer's signed
 * webhook, streams both legs in real time, and answers the REST API.
 */
import { SimulatedCall } from './call.ts'
import type { CallOptions } from './callOptions.ts'
import { Messages } from './messages.ts'
import { newNumber, type IncomingNumber } from './resources.ts'
import {
  RestApi,
  type Pricing,
  type RestAccount,
  type RestFault,
  type RestRequest,
} from './rest.ts'
import { newSid } from './sid.ts'

export interface TwilioOptions {
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
  /** Every call since the start, also those that are over. */
  readonly calls: readonly SimulatedCall[]
  /** The account's numbers; `voiceUrl` and the rest change when the API is told to. */
  readonly numbers: readonly IncomingNumber[]
  readonly restRequests: readonly RestRequest[]
  /** What was sent, and what is to become of it. */
  readonly messages: Messages
  /** The webhooks are the options', else those that the number was given by the API, else ours. */
  placeCall(options: CallOptions): SimulatedCall
  setPricing(pricing: Pricing): void
  /** Decides for each request to the REST API whether it fails; `null`: none does. */
  failRest(fault: ((request: RestRequest) => RestFault | undefined) | null): void
  /** Hangs up every call, waits for them, and closes the REST server. */
  close(): Promise<void>
}

const noFault = (): undefined => undefined

export async function startTwilio(options: TwilioOptions): Promise<TwilioSimulator> {
  const { authToken, publicUrl, connectTo = publicUrl, accountSid = newSid('AC') } = options
  const calls = new Map<string, SimulatedCall>()
  const numbers = (options.numbers ?? []).map((number) => newNumber(number))
  const messages = new Messages({
    accountSid,
    customer: { authToken, publicUrl, connectTo },
    // A number that is called is one that somebody has.
    owns: (phoneNumber) =>
      numbers.some((number) => number.phoneNumber === phoneNumber) ||
      [...calls.values()].some(({ to }) => to === phoneNumber),
  })
  const account: RestAccount = {
    accountSid,
    authToken,
    findCall: (callSid: string) => calls.get(callSid),
    numbers,
    messages,
    pricing: options.pricing ?? { price: '-0.0085', afterRequests: 0 },
    fault: noFault,
  }
  const rest = new RestApi(account)
  const restUrl = await rest.listen(options.restPort ?? 0)
  return {
    accountSid,
    authToken,
    restUrl,
    numbers,
    restRequests: rest.requests,
    messages,
    get calls() {
      return [...calls.values()]
    },
    placeCall(callOptions) {
      const customer = { authToken, publicUrl, connectTo }
      const number = numbers.find(({ phoneNumber }) => phoneNumber === callOptions.to)
      const call = new SimulatedCall({
        ...webhooksOf(number),
        ...callOptions,
        accountSid,
        customer,
      })
      calls.set(call.callSid, call)
      return call
    },
    setPricing: (pricing) => void (account.pricing = pricing),
    failRest: (fault) => void (account.fault = fault ?? noFault),
    async close() {
      for (const call of calls.values()) call.hangUp()
      await Promise.all([...calls.values()].map((call) => call.ended))
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
