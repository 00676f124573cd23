/** What the connector's HTTP API is asked: acts on calls, and endpoints of webhooks. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import type { RealtimeSession } from '../session.ts'
import { fromIssues } from '../wireErrors.ts'
import { acceptSchema, type SipCall } from './SipCall.ts'
import type { WebhookEndpoint, WebhookSender } from './WebhookSender.ts'

/** How the next request of a kind is answered in place of what it asks for. */
export interface PlannedRefusal {
  act: string
  status: number
  code?: string
}

/** What the API is about. */
interface Connector {
  readonly calls: readonly SipCall[]
  readonly webhooks: WebhookSender
  readonly refusals: PlannedRefusal[]
}

const endpointSchema = z.strictObject({
  name: z.string().min(1),
  url: z.url(),
  event_types: z.array(z.string()).min(1),
})
const rejectSchema = z.strictObject({ status_code: z.int().min(300).max(699).default(603) })
const referSchema = z.strictObject({ target_uri: z.string().min(1) })

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

export class CallsApi {
  readonly #desk: Connector
  readonly #onSession: (session: RealtimeSession) => void

  constructor(desk: Connector, onSession: (session: RealtimeSession) => void) {
    this.#desk = desk
    this.#onSession = onSession
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

  async #act(callId: string, act: string, json: unknown): Promise<Answer> {
    const planned = this.#desk.refusals.findIndex((one) => one.act === act)
    if (planned >= 0) {
      const [{ status, code = 'server_error' } = { status: 500 }] = this.#desk.refusals.splice(
        planned,
        1,
      )
      return refusal(status, code, 'The request was refused.')
    }
    const call = this.#desk.calls.find((one) => one.callId === callId)
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
      const data = this.#desk.webhooks.endpoints.toReversed().map(withoutSecret)
      return { status: 200, body: { object: 'list', data, has_more: false } }
    }
    const body = endpointSchema.safeParse(json)
    if (!body.success) return unreadable(body.error, json)
    const { url, event_types, name } = body.data
    const endpoint = this.#desk.webhooks.add(url, event_types, name)
    const signing_secret = endpoint.secret
    return { status: 200, body: { ...withoutSecret(endpoint), signing_secret } }
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
