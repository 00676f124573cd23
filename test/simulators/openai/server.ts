/** The HTTP and WebSocket server in front of the sessions. */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { ConnectionPlan } from './faults.ts'
import { listModels, serves } from './models.ts'
import { RealtimeSession } from './session.ts'
import type { SessionDeps } from './sessionDeps.ts'
import { PHONE_PATH } from './sip/remoteLine.ts'
import type { SipDesk } from './sip/SipDesk.ts'
import type { TextApi } from './text/TextApi.ts'

export interface Frontdoor {
  /** The key that clients have to show; any is right when there is none. */
  apiKey: string | undefined
  deps: SessionDeps
  text: TextApi
  sip: SipDesk
  /** How the connection that comes in now is to be met. */
  nextPlan(): ConnectionPlan
  onSession(session: RealtimeSession): void
}

interface HttpError {
  status: number
  retryAfterSec?: number | undefined
  code: string
  message: string
}

const WRONG_KEY: HttpError = {
  status: 401,
  code: 'invalid_api_key',
  message: 'Incorrect API key provided.',
}

export function createFrontdoor(door: Frontdoor): Server {
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has('realtime') ? 'realtime' : false),
  })
  const server = createServer((request, response) => answerHttp(door, request, response))
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const plan = door.nextPlan()
    const open = () => {
      const { pathname, searchParams } = urlOf(request)
      if (pathname === PHONE_PATH) {
        return sockets.handleUpgrade(request, socket, head, (phone) => {
          door.sip.takePhone(phone, searchParams)
        })
      }
      const refusal = refusalOf(door, request, plan)
      if (refusal) return refuseUpgrade(socket, refusal)
      const beside = callOf(request)
      const call = beside === null ? null : door.sip.attachable(beside)
      if (beside !== null && !call) return refuseUpgrade(socket, noCall(beside))
      sockets.handleUpgrade(request, socket, head, (client) => {
        if (call) return door.sip.attach(call, client)
        const problem = sessionProblem(request, door.deps.now())
        if (problem) return endAtOnce(client, problem, door.deps)
        const asked = { model: modelOf(request) ?? '', safetyIdentifier: personOf(request) }
        door.onSession(new RealtimeSession(client, asked, door.deps, plan.faults ?? []))
      })
    }
    if (plan.openDelayMs) setTimeout(open, plan.openDelayMs)
    else open()
  })
  return server
}

const TEXT_PATHS = new Set(['/v1/responses', '/v1/chat/completions'])

function answerHttp(door: Frontdoor, request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = urlOf(request)
  if (!isAuthorised(door, request)) return sendError(response, WRONG_KEY)
  if (request.method === 'GET' && pathname === '/v1/models') {
    return sendJson(response, 200, { object: 'list', data: listModels(door.deps.now()) })
  }
  const id = /^\/v1\/models\/([^/]+)$/.exec(pathname)?.[1]
  if (request.method === 'GET' && id) {
    const model = listModels(door.deps.now()).find((known) => known.id === id)
    if (model) return sendJson(response, 200, model)
    const message = `The model '${id}' does not exist`
    return sendError(response, { status: 404, code: 'model_not_found', message })
  }
  if (request.method === 'POST' && TEXT_PATHS.has(pathname)) {
    return void door.text.handle(request, pathname, response)
  }
  if (door.sip.handles(request, response, pathname)) return
  const message = `Invalid URL (${request.method} ${pathname})`
  sendError(response, { status: 404, code: 'unknown_url', message })
}

function refusalOf(
  door: Frontdoor,
  request: IncomingMessage,
  plan: ConnectionPlan,
): HttpError | undefined {
  if (plan.refuse) {
    const { refuse: status, retryAfterSec } = plan
    const code = status === 429 ? 'rate_limit_exceeded' : 'server_error'
    return { status, retryAfterSec, code, message: 'The connection was refused.' }
  }
  const { pathname } = urlOf(request)
  if (pathname !== '/v1/realtime') {
    return { status: 404, code: 'unknown_url', message: `Invalid URL (GET ${pathname})` }
  }
  if (!isAuthorised(door, request)) return WRONG_KEY
  if (!modelOf(request) && callOf(request) === null) {
    return { status: 400, code: 'missing_model', message: 'You must provide a model parameter.' }
  }
  return undefined
}

/** What the service tells only on the open socket, before it closes it. */
function sessionProblem(
  request: IncomingMessage,
  now: Date,
): Omit<HttpError, 'status'> | undefined {
  if (request.headers['openai-beta'] !== undefined) {
    const message = 'The Realtime Beta API is no longer supported. Please use the GA API.'
    return { code: 'beta_api_shape_disabled', message }
  }
  const model = modelOf(request) ?? ''
  if (serves(model, now)) return undefined
  const message = `The model '${model}' does not exist or you do not have access to it.`
  return { code: 'model_not_found', message }
}

function endAtOnce(
  client: { send(text: string): void; close(code: number, reason: string): void },
  { code, message }: Omit<HttpError, 'status'>,
  { newId }: SessionDeps,
): void {
  const error = { type: 'invalid_request_error', code, message, param: null, event_id: null }
  client.send(JSON.stringify({ type: 'error', event_id: newId('event'), error }))
  client.close(4000, `invalid_request_error.${code}`)
}

function isAuthorised({ apiKey }: Frontdoor, request: IncomingMessage): boolean {
  const given = bearerOf(request) ?? subprotocolKeyOf(request)
  return apiKey === undefined ? Boolean(given) : given === apiKey
}

function bearerOf(request: IncomingMessage): string | undefined {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
}

/** Browsers cannot set headers, so the key may come as a subprotocol. */
function subprotocolKeyOf(request: IncomingMessage): string | undefined {
  const offered = request.headers['sec-websocket-protocol'] ?? ''
  return /openai-insecure-api-key\.([^,\s]+)/.exec(offered)?.[1]
}

function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'http://localhost')
}

function modelOf(request: IncomingMessage): string | null {
  return urlOf(request).searchParams.get('model')
}

/** The call that the socket is to be opened beside. */
function callOf(request: IncomingMessage): string | null {
  return urlOf(request).searchParams.get('call_id')
}

function noCall(callId: string): HttpError {
  return { status: 404, code: 'call_not_found', message: `No call with id '${callId}'.` }
}

/** https://developers.openai.com/api/docs/guides/safety-best-practices */
function personOf({ headers }: IncomingMessage): string | null {
  const given = headers['openai-safety-identifier']
  return typeof given === 'string' ? given : null
}

function errorBody({ code, message }: HttpError): Record<string, unknown> {
  return { error: { message, type: 'invalid_request_error', param: null, code } }
}

function sendError(response: ServerResponse, error: HttpError): void {
  sendJson(response, error.status, errorBody(error))
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

function refuseUpgrade(socket: Duplex, error: HttpError): void {
  const body = JSON.stringify(errorBody(error))
  const { retryAfterSec } = error
  const retry = retryAfterSec === undefined ? '' : `Retry-After: ${retryAfterSec}\r\n`
  socket.end(
    `HTTP/1.1 ${error.status} Refused\r\nContent-Type: application/json\r\n${retry}` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
