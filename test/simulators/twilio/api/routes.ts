/** What follows the account in the path of a request, and who answers it. */
import { type ApiReply, callResource, numberResource, pageOf } from '../resources.ts'
import type { RestAccount, RestRequest } from './account.ts'
import { type AnyCall, createCall, updateCall } from './calls.ts'
import { answerConferences } from './conferences.ts'
import { listNumbers, updateNumber } from './numbers.ts'

export class Routes {
  readonly #account: RestAccount
  readonly #asked = new Map<string, number>()

  constructor(account: RestAccount) {
    this.#account = account
  }

  /** `null`: there is no such thing. @throws Refusal */
  answer([collection, ...rest]: readonly string[], request: RestRequest): ApiReply | null {
    const { account, book, messages } = this.#account
    const [sid] = rest
    switch (collection) {
      case 'Calls':
        return sid ? this.#call(sid, request) : this.#calls(request)
      case 'Conferences':
        return answerConferences(account, book, rest, request)
      case 'Messages':
        return !sid && request.method === 'POST' ? messages.create(request.params) : null
      case 'IncomingPhoneNumbers':
        return this.#number(sid, request)
      default:
        return null
    }
  }

  #calls({ method, params, path }: RestRequest): ApiReply {
    const { account, book } = this.#account
    if (method === 'POST') return this.#callReply(createCall(account, book, params), null, 201)
    const parent = new URL(path, 'http://localhost').searchParams.get('ParentCallSid')
    const found = [...account.outgoing, ...account.incoming].filter(
      ({ parentCallSid }) => parent === null || parentCallSid === parent,
    )
    const rows = found.map((call) => this.#callReply(call, null).body)
    return { status: 200, body: pageOf(path, 'calls', rows) }
  }

  #call(sid: string, { method, params }: RestRequest): ApiReply | null {
    const call = this.#account.account.find(sid)
    if (!call) return null
    if (method === 'POST') {
      updateCall(this.#account.account, call, params)
      return this.#callReply(call, null)
    }
    const asked = call.endedAt === null ? 0 : (this.#asked.get(sid) ?? 0) + 1
    this.#asked.set(sid, asked)
    return this.#callReply(call, this.#priceOf(asked))
  }

  #priceOf(asked: number): string | null {
    const { price, afterRequests } = this.#account.pricing
    return asked > afterRequests ? price : null
  }

  #callReply(call: AnyCall, price: string | null, status = 200): ApiReply {
    const { account, numbers, pricing } = this.#account
    const ours = call.direction === 'inbound' ? call.to : call.from
    const number = numbers.find(({ phoneNumber }) => phoneNumber === ours)
    const { unit = 'USD' } = pricing
    const body = callResource(account.accountSid, number?.sid ?? null, call, { price, unit })
    return { status, body }
  }

  #number(sid: string | undefined, { method, params, path }: RestRequest): ApiReply | null {
    const { account, numbers } = this.#account
    if (!sid) return listNumbers(account.accountSid, numbers, path)
    const number = numbers.find((candidate) => candidate.sid === sid)
    if (!number) return null
    if (method === 'POST') updateNumber(number, params)
    return { status: 200, body: numberResource(account.accountSid, number) }
  }
}
