/** A customer of the simulated Twilio, for tests: a server with pages, and the official package as its hands. */
import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import twilio from 'twilio'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { WebSocketServer, type WebSocket } from 'ws'
import { listenLocally, placeOf } from '../../simulators/lib/localServer.ts'
import {
  startTwilio,
  type TwilioOptions,
  type TwilioSimulator,
} from '../../simulators/twilio/index.ts'

export const AUTH_TOKEN = 'secret'
export const PUBLIC_URL = 'https://calls.example.com'

/** A request of Twilio's: the path with its query, and the fields of the form. */
export interface Asked {
  path: string
  form: Readonly<Record<string, string>>
}

/** TwiML without its outer element; a path that is no page gets an empty document. */
export type Pages = Record<string, (form: Asked['form'], asked: Asked) => string>

export class Desk {
  readonly sim: TwilioSimulator
  readonly client: twilio.Twilio
  readonly #log: Log

  constructor(sim: TwilioSimulator, log: Log) {
    this.sim = sim
    this.#log = log
    this.client = twilio(sim.accountSid, AUTH_TOKEN, { httpClient: redirected(sim) })
  }

  /** Every request so far. */
  get asked(): readonly Asked[] {
    return this.#log.asked
  }

  /** What came to a path. */
  at(path: string): Asked['form'][] {
    return this.asked.filter((asked) => asked.path === path).map(({ form }) => form)
  }

  /** The first request that is as wanted, which may have come already. */
  async until(wanted: (asked: Asked) => boolean): Promise<Asked> {
    for (;;) {
      const found = this.asked.find(wanted)
      if (found) return found
      await once(this.#log, 'asked', { signal: AbortSignal.timeout(8000) })
    }
  }

  /** The first status callback to a path that tells of this. */
  untilEvent(path: string, name: string): Promise<Asked> {
    return this.until(
      (asked) =>
        asked.path === path &&
        (asked.form['CallStatus'] === name || asked.form['StatusCallbackEvent'] === name),
    )
  }
}

class Log extends EventEmitter<{ asked: [] }> {
  readonly asked: Asked[] = []

  add(asked: Asked): void {
    this.asked.push(asked)
    this.emit('asked')
  }
}

/** Sends to the simulator what is meant for Twilio. */
export function redirected(sim: TwilioSimulator) {
  const http = new twilio.RequestClient()
  http.axios.interceptors.request.use((config) => {
    config.url = config.url?.replace('https://api.twilio.com', sim.restUrl) ?? ''
    return config
  })
  return http
}

const closers: (() => Promise<unknown>)[] = []

/** Ends everything that a test has opened. */
export async function closeDesks(): Promise<void> {
  for (const close of closers.splice(0).toReversed()) await close()
}

export async function openDesk(
  pages: Pages = {},
  options: Partial<TwilioOptions> = {},
  onStream: (socket: WebSocket) => void = () => undefined,
): Promise<Desk> {
  const log = new Log()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const path = request.url ?? '/'
    const form = Object.fromEntries(new URLSearchParams(body))
    const signature = String(request.headers['x-twilio-signature'])
    if (!validateRequest(AUTH_TOKEN, signature, PUBLIC_URL + path, form)) {
      response.writeHead(403).end()
      return
    }
    const asked = { path, form }
    const twiml = pages[path]?.(form, asked) ?? ''
    log.add(asked)
    response.writeHead(200, { 'content-type': 'text/xml' }).end(`<Response>${twiml}</Response>`)
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', onStream)
  await listenLocally(server)
  closers.push(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const sim = await startTwilio({
    authToken: AUTH_TOKEN,
    publicUrl: PUBLIC_URL,
    connectTo: `http://${placeOf(server)}`,
    numbers: [OURS],
    secondMs: 100,
    ...options,
  })
  closers.push(() => sim.close())
  return new Desk(sim, log)
}

/** The account's number, and a person's. */
export const OURS = '+12025550100'
export const THEIRS = '+12025550170'

export const BRIEFING =
  '<Gather numDigits="1" timeout="3" action="/person/answer"><Say>A caller. Press 1.</Say></Gather><Hangup/>'
export const ALL_EVENTS = ['initiated', 'ringing', 'answered', 'completed']
