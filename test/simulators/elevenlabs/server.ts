/** The HTTP and WebSocket server in front of ears and mouths. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { voiceOf } from './catalogue.ts'
import type { Deps } from './deps.ts'
import type { ConnectionPlan } from './faults.ts'
import { answerRest, type ApiError, errorBody, type RestDoor } from './rest.ts'
import { readConfig } from './scribe/query.ts'
import { ScribeSession } from './scribe/session.ts'
import { readSpeechConfig } from './speech/query.ts'
import { SpeechSocket } from './speech/socket.ts'

export interface Frontdoor {
  /** The key that clients have to show; any is right when there is none. */
  apiKey: string | undefined
  deps: Deps
  /** How the connection that comes in now is to be met. */
  nextPlan(): ConnectionPlan
  /** Whether a single-use token is good; it is used up. */
  useToken(token: string): boolean
  newToken(): string
  onEars(session: ScribeSession): void
  onMouth(socket: SpeechSocket): void
}

const SCRIBE_PATH = '/v1/speech-to-text/realtime'
const SPEECH_PATH = /^\/v1\/text-to-speech\/([^/]+)\/multi-stream-input$/

export function createFrontdoor(door: Frontdoor): Server {
  const sockets = new WebSocketServer({ noServer: true })
  const rest: RestDoor = {
    deps: door.deps,
    isAuthorised: (request) => hasKey(door, request),
    newToken: () => door.newToken(),
  }
  const server = createServer((request, response) => {
    void answerRest(rest, request, urlOf(request), response)
  })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const plan = door.nextPlan()
    const open = (): void => {
      if (plan.page) return answerPage(socket)
      const refusal = refusalOf(door, request, plan)
      if (refusal) return refuse(socket, refusal, plan.retryAfterSec)
      sockets.handleUpgrade(request, socket, head, (client) => admit(door, request, client, plan))
    }
    if (plan.openDelayMs) setTimeout(open, plan.openDelayMs)
    else open()
  })
  return server
}

function refusalOf(
  door: Frontdoor,
  request: IncomingMessage,
  plan: ConnectionPlan,
): ApiError | undefined {
  if (plan.refuse) {
    const kind = plan.status ?? (plan.refuse === 429 ? 'too_many_concurrent_requests' : 'error')
    return { status: plan.refuse, kind, message: 'The connection was refused.' }
  }
  const { pathname, searchParams } = urlOf(request)
  if (pathname !== SCRIBE_PATH && !SPEECH_PATH.test(pathname)) {
    return { status: 404, kind: 'not_found', message: 'Not Found' }
  }
  const token = searchParams.get('token')
  const isRight =
    token !== null && pathname === SCRIBE_PATH ? door.useToken(token) : hasKey(door, request)
  if (isRight) return undefined
  return { status: 403, kind: 'invalid_api_key', message: 'Invalid API key' }
}

function admit(
  door: Frontdoor,
  request: IncomingMessage,
  client: WebSocket,
  plan: ConnectionPlan,
): void {
  const { pathname, searchParams } = urlOf(request)
  const faults = plan.faults ?? []
  const voiceId = SPEECH_PATH.exec(pathname)?.[1]
  if (voiceId === undefined) {
    const config = readConfig(searchParams)
    if (!('problem' in config)) {
      return door.onEars(new ScribeSession(client, config, door.deps, faults))
    }
    const error = { message_type: 'invalid_request', error: config.problem }
    return endAtOnce(client, error, config.problem)
  }
  const voice = voiceOf(decodeURIComponent(voiceId))
  const config = voice ? readSpeechConfig(searchParams) : noVoice(voiceId)
  if (voice && !('error' in config)) {
    return door.onMouth(new SpeechSocket(client, voice.sounds, config, door.deps, faults))
  }
  if ('error' in config) endAtOnce(client, { ...config, code: 1008 }, config.message)
}

const noVoice = (voiceId: string) => ({
  error: 'voice_not_found',
  message: `A voice with voice_id ${voiceId} does not exist.`,
})

function endAtOnce(client: WebSocket, error: Record<string, unknown>, reason: string): void {
  client.on('error', () => client.terminate())
  client.send(JSON.stringify(error))
  client.close(1008, reason.slice(0, 123))
}

function hasKey({ apiKey }: Frontdoor, { headers }: IncomingMessage): boolean {
  const given = headers['xi-api-key']
  return apiKey === undefined ? Boolean(given) : given === apiKey
}

function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'http://localhost')
}

function refuse(socket: Duplex, error: ApiError, retryAfterSec: number | undefined): void {
  const retry = retryAfterSec === undefined ? '' : `Retry-After: ${retryAfterSec}\r\n`
  answer(
    socket,
    `${error.status} Refused`,
    'application/json',
    retry,
    JSON.stringify(errorBody(error)),
  )
}

/** As something between the client and the service does, which knows of no sockets. */
function answerPage(socket: Duplex): void {
  answer(socket, '200 OK', 'text/html', '', '<!doctype html><title>Welcome</title>')
}

function answer(socket: Duplex, status: string, type: string, more: string, body: string): void {
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\n${more}` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
