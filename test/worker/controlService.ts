/** An older control service that takes orders about calls of its own, and records everything that it is sent. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { closeServer, listenLocally, placeOf } from '../simulators/lib/localServer.ts'

export interface Received {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
}

type Answer = (response: ServerResponse, request: Received) => void

export async function startControlService(): Promise<FakeControlService> {
  const service = new FakeControlService()
  await service.listen()
  return service
}

export class FakeControlService {
  readonly received: Received[] = []
  readonly #answers = new Map<string, Answer>()
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  get url(): string {
    return `http://${placeOf(this.#server)}`
  }

  /** How orders about this call are answered; the others with `{ "ok": true }`. */
  of(callId: string, answer: Answer): void {
    this.#answers.set(callId, answer)
  }

  /** What has come about this call. */
  about(callId: string): Received[] {
    return this.received.filter(({ path }) => path.split('/').includes(callId))
  }

  listen(): Promise<void> {
    return listenLocally(this.#server)
  }

  close(): Promise<void> {
    return closeServer(this.#server)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request
    const received = { method, path, headers, body: await textOf(request) }
    this.received.push(received)
    const answer = this.#answers.get(path.split('/')[3] ?? '') ?? answers(200, { ok: true })
    answer(response, received)
  }
}

/** Answers with JSON. */
export const answers =
  (status: number, body: unknown): Answer =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', 'set-cookie': 'theirs=1' })
      .end(JSON.stringify(body))

/** Answers with text of some type. */
export const says =
  (status: number, type: string, text: string): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': type }).end(text)
