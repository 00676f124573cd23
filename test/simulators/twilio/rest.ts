/**
 * The part of Twilio's REST API that an application of ours uses.
 * https://www.twilio.com/docs/voice/api/call-resource
 * https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
 * https://www.twilio.com/docs/messaging/api/message-resource
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SimulatedCall } from './call.ts'
import type { Messages } from './messages.ts'
import {
  accountResource,
  apiError,
  callResource,
  numberResource,
  pageOf,
  type ApiReply,
  type IncomingNumber,
} from './resources.ts'

export interface RestRequest {
  method: string
  /** Path and query, from `/2010-04-01` on. */
  path: string
  params: Readonly<Record<string, string>>
}

/** What to do with a request instead of answering it; what is left out stays as it is. */
export interface RestFault {
  delayMs?: number
  /** Answers with this HTTP status and Twilio's error body. */
  status?: number
}

/** What Twilio asks for a call, and when it is known. */
export interface Pricing {
  /** As Twilio writes it: "-0.0085". */
  price: string
  /** The account's currency, ISO 4217; USD if left out. */
  unit?: string
  /** A call's own GET requests that are answered without a price first. */
  afterRequests: number
}

/** The account as the REST API sees it. */
export interface RestAccount {
  accountSid: string
  authToken: string
  findCall(callSid: string): SimulatedCall | undefined
  numbers: IncomingNumber[]
  pricing: Pricing
  messages: Messages
  fault: (request: RestRequest) => RestFault | undefined
}

export class RestApi {
  readonly requests: RestRequest[] = []
  readonly #account: RestAccount
  readonly #server: Server
  readonly #openedAt = new Date()
  readonly #asked = new Map<string, number>()

  constructor(account: RestAccount) {
    this.#account = account
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  /** Resolves with the origin. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', resolve)
    })
    const address = this.#server.address()
    if (typeof address !== 'object' || !address) throw new Error('The REST server has no address.')
    return `http://127.0.0.1:${address.port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = incoming
    const request = { method, path: url, params: await readForm(incoming) }
    this.requests.push(request)
    const fault = this.#account.fault(request)
    if (fault?.delayMs) await sleep(fault.delayMs)
    const reply = fault?.status
      ? apiError(fault.status, 20_500, 'A fault was asked for.')
      : this.#answer(request, incoming.headers.authorization)
    response.writeHead(reply.status, { 'content-type': 'application/json' })
    response.end(reply.body === null ? undefined : JSON.stringify(reply.body))
  }

  #answer(request: RestRequest, authorization: string | undefined): ApiReply {
    const { accountSid, authToken } = this.#account
    const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
    if (authorization !== expected) return apiError(401, 20_003, 'Authenticate')
    const { pathname } = new URL(request.path, 'http://localhost')
    const base = `/2010-04-01/Accounts/${accountSid}`
    if (pathname === `${base}.json`) return this.#readAccount()
    if (!pathname.startsWith(`${base}/`)) return notFound(pathname)
    const [collection, sid] = pathname
      .slice(base.length + 1)
      .replace(/\.json$/, '')
      .split('/')
    if (collection === 'Calls' && sid) return this.#call(sid, request)
    if (collection === 'Messages' && !sid && request.method === 'POST') {
      return this.#account.messages.create(request.params)
    }
    if (collection === 'IncomingPhoneNumbers') {
      return sid ? this.#number(sid, request) : this.#listNumbers(request.path)
    }
    return notFound(pathname)
  }

  #readAccount(): ApiReply {
    return { status: 200, body: accountResource(this.#account.accountSid, this.#openedAt) }
  }

  #call(sid: string, request: RestRequest): ApiReply {
    const call = this.#account.findCall(sid)
    if (!call) return notFound(request.path)
    if (request.method === 'POST') return this.#updateCall(call, request.params)
    const asked = call.endedAt === null ? 0 : (this.#asked.get(sid) ?? 0) + 1
    this.#asked.set(sid, asked)
    return this.#callReply(call, this.#priceOf(asked))
  }

  #priceOf(asked: number): string | null {
    const { price, afterRequests } = this.#account.pricing
    return asked > afterRequests ? price : null
  }

  #callReply(call: SimulatedCall, price: string | null): ApiReply {
    const { accountSid, numbers, pricing } = this.#account
    const number = numbers.find(({ phoneNumber }) => phoneNumber === call.to)
    const { unit = 'USD' } = pricing
    const body = callResource(accountSid, number?.sid ?? null, call, { price, unit })
    return { status: 200, body }
  }

  #updateCall(call: SimulatedCall, params: Readonly<Record<string, string>>): ApiReply {
    if (call.endedAt !== null) {
      return apiError(400, 21_220, 'Call is not in-progress. Cannot redirect.')
    }
    const { Status: status, Twiml: twiml, Url: url, Method: method } = params
    if (status === 'completed' || status === 'canceled') call.update('completed')
    else if (url) call.update({ url, method: method === 'GET' ? 'GET' : 'POST' })
    else if (twiml) call.update({ twiml })
    else return apiError(400, 21_218, 'Nothing to update was given.')
    return this.#callReply(call, null)
  }

  /** The filter finds every number with these digits anywhere in it. */
  #listNumbers(path: string): ApiReply {
    const { accountSid, numbers } = this.#account
    const wanted = new URL(path, 'http://localhost').searchParams.get('PhoneNumber') ?? ''
    const digits = wanted.replaceAll(/\D/g, '')
    const found = numbers.filter(({ phoneNumber }) => phoneNumber.includes(digits))
    const resources = found.map((number) => numberResource(accountSid, number))
    return { status: 200, body: pageOf(path, 'incoming_phone_numbers', resources) }
  }

  #number(sid: string, { method, params, path }: RestRequest): ApiReply {
    const number = this.#account.numbers.find((candidate) => candidate.sid === sid)
    if (!number) return notFound(path)
    if (method === 'POST') {
      number.voiceUrl = params['VoiceUrl'] ?? number.voiceUrl
      number.voiceMethod = params['VoiceMethod'] ?? number.voiceMethod
      number.voiceFallbackUrl = params['VoiceFallbackUrl'] ?? number.voiceFallbackUrl
      number.statusCallback = params['StatusCallback'] ?? number.statusCallback
      number.statusCallbackMethod = params['StatusCallbackMethod'] ?? number.statusCallbackMethod
    }
    return { status: 200, body: numberResource(this.#account.accountSid, number) }
  }
}

function notFound(path: string): ApiReply {
  return apiError(404, 20_404, `The requested resource ${path} was not found`)
}

async function readForm(incoming: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()))
}
