/** OpenAI's SIP connector: takes calls, tells of them by webhook, and does what the Calls API is asked. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { WebSocket } from 'ws'
import * as z from 'zod'
import type { RealtimeSession } from '../session.ts'
import type { SessionDeps } from '../sessionDeps.ts'
import { fromIssues } from '../wireErrors.ts'
import type { SipInvite, SipLine } from './line.ts'
import { type LineMessage, remoteLine } from './remoteLine.ts'
import { acceptSchema, SipCall } from './SipCall.ts'
import { SipPhone } from './SipPhone.ts'
import { type WebhookEndpoint, WebhookSender } from './WebhookSender.ts'

export interface SipOptions {
  /** Where the Worker really is, in place of the origin that webhooks name. */
  connectTo?: string
  /** How long a call rings that nobody decides on. */
  ringMs?: number
  /** From the answer to when a socket can be opened beside the call. */
  setupMs?: number
}

export interface PlacedCall {
  to: string
  from?: string
  headers?: readonly { name: string; value: string }[]
}

const endpointSchema = z.strictObject({
  name: z.string().min(1),
  url: z.url(),
  event_types: z.array(z.string()).min(1),
})
const rejectSchema = z.strictObject({ status_code: z.int().min(300).max(699).default(603) })
const referSchema = z.strictObject({ target_uri: z.string().min(1) })

const INCOMING = ['realtime.call.incoming', 'live.transport.incoming']

interface Answer {
  status: number
  body: unknown
}
const DONE: Answer = { status: 200, body: null }

function refusal(status: number, code: string, message: string): Answer {
  return {
    status,
    body: { error: { message, type: 'invalid_request_error', param: null, code } },
  }
}

export class SipDesk {
  readonly calls: SipCall[] = []
  readonly webhooks: WebhookSender
  /** How the next requests of each kind are answered in place of what they ask for. */
  readonly refusals: { act: string; status: number; code?: string }[] = []
  readonly #deps: SessionDeps
  readonly #options: SipOptions
  readonly #onSession: (session: RealtimeSession) => void

  constructor(
    deps: SessionDeps,
    options: SipOptions,
    onSession: (session: RealtimeSession) => void,
  ) {
    this.#deps = deps
    this.#options = options
    this.#onSession = onSession
    this.webhooks = new WebhookSender(deps.newId, (url) => this.#reach(url))
  }

  /** Somebody calls over a trunk, as a phone would: nobody vouches for what the call says. */
  placeCall(placed: PlacedCall): { phone: SipPhone; call: SipCall } {
    const phone = new SipPhone()
    return { phone, call: this.#overTrunk(placed, phone.line) }
  }

  /** The same, of a phone in another process: see `callSimulator`. */
  takePhone(socket: WebSocket, query: URLSearchParams): void {
    const placed = { to: query.get('to') ?? '', from: query.get('from') ?? '' }
    const tell = (message: LineMessage): void => socket.send(JSON.stringify(message))
    const call = this.#overTrunk(placed, remoteLine(socket))
    tell({ type: 'placed', callId: call.callId })
    void call.decided.then((status) => {
      tell({ type: 'decided', status })
      if (status !== 200) socket.close(1000)
    })
  }

  #overTrunk({ to, from = '+12025550199', headers = [] }: PlacedCall, line: SipLine): SipCall {
    const invite: SipInvite = {
      uri: `sip:${to}@sip.api.openai.com;transport=tls`,
      from,
      headers: [
        { name: 'From', value: `<sip:${from}@trunk.example.com>;tag=1` },
        { name: 'To', value: `<sip:${to}@sip.api.openai.com;transport=tls>` },
        { name: 'Call-ID', value: `${this.#deps.newId('sip')}@trunk.example.com` },
        ...headers,
      ],
      mediaSecurity: 'srtp',
    }
    return this.#incoming(invite, line)
  }

  /** Resolves with the final answer to the INVITE. */
  invite(invite: SipInvite, line: SipLine): Promise<number> {
    return this.#incoming(invite, line).decided
  }

  #incoming(invite: SipInvite, line: SipLine): SipCall {
    const call = new SipCall(this.#deps.newId('rtc'), invite, line, this.#deps)
    this.calls.push(call)
    line.ringing()
    const sip_headers = invite.headers.map(({ name, value }) => ({ name, value }))
    const media = { sip_headers, sip_media_security: invite.mediaSecurity }
    const { callId } = call
    const session_id = callId.replace('rtc_', 'live_')
    void this.webhooks.send('realtime.call.incoming', { call_id: callId, ...media })
    void this.webhooks.send('live.transport.incoming', { type: 'sip', session_id, ...media })
    const giveUp = setTimeout(() => call.reject(480), this.#options.ringMs ?? 30_000)
    void call.decided.then(() => clearTimeout(giveUp))
    return call
  }

  /** Whether this is for the connector; answers it then. */
  handles(request: IncomingMessage, response: ServerResponse, pathname: string): boolean {
    const [, callId, act] = /^\/v1\/realtime\/calls\/([^/]+)\/(\w+)$/.exec(pathname) ?? []
    const isEndpoints = pathname === '/v1/webhook_endpoints'
    if (!isEndpoints && (!callId || !act || request.method !== 'POST')) return false
    void text(request).then(async (body) => {
      const json: unknown = body === '' ? {} : parsed(body)
      const answer = isEndpoints
        ? this.#endpoints(request.method ?? '', json)
        : await this.#act(decodeURIComponent(callId ?? ''), act ?? '', json)
      response.writeHead(answer.status, { 'content-type': 'application/json' })
      response.end(answer.body === null ? '' : JSON.stringify(answer.body))
    })
    return true
  }

  /** The call whose session a socket wants to be opened beside; an answer where there is none. */
  attachable(callId: string): SipCall | null {
    const call = this.calls.find((one) => one.callId === callId)
    if (!call || call.isOver || call.answeredAt === null) return null
    const isSetUp = performance.now() - call.answeredAt >= (this.#options.setupMs ?? 0)
    return isSetUp ? call : null
  }

  attach(call: SipCall, socket: WebSocket): void {
    call.attach(socket)
  }

  close(): void {
    for (const call of this.calls) call.hangUp()
  }

  async #act(callId: string, act: string, json: unknown): Promise<Answer> {
    const planned = this.refusals.findIndex((one) => one.act === act)
    if (planned >= 0) {
      const [{ status, code = 'server_error' } = { status: 500 }] = this.refusals.splice(planned, 1)
      return refusal(status, code, 'The request was refused.')
    }
    const call = this.calls.find((one) => one.callId === callId)
    if (!call || (call.isOver && call.rejectedWith === null)) {
      return refusal(404, 'call_not_found', `No call with id '${callId}'.`)
    }
    switch (act) {
      case 'accept':
        return this.#accept(call, json)
      case 'reject': {
        if (call.isDecided) return decided()
        const body = rejectSchema.safeParse(json)
        if (!body.success) return unreadable(body.error, json)
        call.reject(body.data.status_code)
        return DONE
      }
      case 'hangup':
        if (call.answeredAt === null) {
          return refusal(400, 'call_not_active', 'The call is not active.')
        }
        call.hangUp()
        return DONE
      case 'refer': {
        const body = referSchema.safeParse(json)
        if (!body.success) return unreadable(body.error, json)
        const status = await call.refer(body.data.target_uri)
        return status < 300
          ? DONE
          : refusal(400, 'refer_failed', `The other side answered ${status}.`)
      }
      default:
        return refusal(404, 'unknown_url', `Invalid URL (POST /v1/realtime/calls/…/${act})`)
    }
  }

  #accept(call: SipCall, json: unknown): Answer {
    if (call.isDecided) return decided()
    const body = acceptSchema.safeParse(json)
    if (!body.success) return unreadable(body.error, json)
    call.accept(body.data, this.#onSession)
    return DONE
  }

  #endpoints(method: string, json: unknown): Answer {
    if (method === 'GET') {
      const data = this.webhooks.endpoints.toReversed().map(withoutSecret)
      return { status: 200, body: { object: 'list', data, has_more: false } }
    }
    const body = endpointSchema.safeParse(json)
    if (!body.success) return unreadable(body.error, json)
    const { url, event_types, name } = body.data
    const endpoint = this.webhooks.add(url, event_types, name)
    const signing_secret = endpoint.secret
    return { status: 200, body: { ...withoutSecret(endpoint), signing_secret } }
  }

  #reach(url: string): string {
    const { connectTo } = this.#options
    const { pathname, search } = new URL(url)
    return connectTo === undefined ? url : new URL(pathname + search, connectTo).href
  }

  /** Tells this address of calls. */
  tell(url: string, secret?: string): WebhookEndpoint {
    return this.webhooks.add(url, INCOMING, 'Switchboard', secret)
  }
}

function withoutSecret({ secret: _, ...endpoint }: WebhookEndpoint) {
  return { object: 'webhook_endpoint', ...endpoint }
}

const decided = (): Answer =>
  refusal(409, 'decision_already_made', 'A decision was already made for this call.')

function unreadable({ issues }: z.ZodError, json: unknown): Answer {
  const { message, code, param, type } = fromIssues(issues, json).wire()
  return { status: 400, body: { error: { message, type, param, code } } }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
