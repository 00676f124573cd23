/** Somebody's server that takes webhooks, and verifies them by the library that the standard's authors publish. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import * as z from 'zod'
import { closeServer, listenLocally, placeOf } from '../lib/localServer.ts'

const eventSchema = z.object({
  type: z.string(),
  version: z.number(),
  timestamp: z.iso.datetime(),
  data: z.looseObject({ call: z.looseObject({ id: z.string() }), agent: z.looseObject({}) }),
})
export type ReceivedEvent = z.infer<typeof eventSchema>

export interface Received {
  path: string
  id: string
  body: string
  event: ReceivedEvent
  /** Which of the known secrets have signed it. */
  signedBy: string[]
  status: number
}

export interface PlannedAnswer {
  status: number
  headers?: Record<string, string>
}

export async function startReceiver(): Promise<Receiver> {
  const receiver = new Receiver()
  await receiver.listen()
  return receiver
}

export class Receiver {
  readonly received: Received[] = []
  /** Secrets that this server knows. */
  readonly secrets: string[] = []
  readonly #plans = new Map<string, PlannedAnswer[]>()
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  /** For example `127.0.0.1:4000`. */
  get place(): string {
    return placeOf(this.#server)
  }

  urlOf(path: string): string {
    return `http://${this.place}${path}`
  }

  /** What has come to this path so far. */
  at(path: string): Received[] {
    return this.received.filter((one) => one.path === path)
  }

  /** How the next requests to this path are answered, one after the other; the others with 204. */
  plan(path: string, ...answers: PlannedAnswer[]): void {
    this.#plans.set(path, [...(this.#plans.get(path) ?? []), ...answers])
  }

  listen(): Promise<void> {
    return listenLocally(this.#server)
  }

  close(): Promise<void> {
    return closeServer(this.#server)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request)
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const id = String(request.headers['webhook-id'] ?? '')
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(request.headers['webhook-timestamp'] ?? ''),
      'webhook-signature': String(request.headers['webhook-signature'] ?? ''),
    }
    const signedBy = this.secrets.filter((secret) => isSignedBy(secret, body, headers))
    const { status, headers: extra = {} } = this.#plans.get(path)?.shift() ?? { status: 204 }
    const event = eventSchema.parse(JSON.parse(body))
    this.received.push({ path, id, body, event, signedBy, status })
    response.writeHead(status, extra).end()
  }
}

function isSignedBy(secret: string, body: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(body, headers)
    return true
  } catch {
    return false
  }
}
