import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { listenLocally, placeOf } from '../../simulators/lib/localServer.ts'

/** A request as it came. */
export interface Asked {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

export type Answer = (response: ServerResponse, asked: Asked) => void

/** A server on this machine that answers each path as a test wants it to. */
export class OddServer {
  readonly asked: Asked[] = []
  readonly #server: Server
  readonly #answers = new Map<string, Answer>()
  #left = Promise.withResolvers<void>()

  private constructor() {
    this.#server = createServer((request, response) => void this.#take(request, response))
  }

  static async start(): Promise<OddServer> {
    const server = new OddServer()
    await listenLocally(server.#server)
    return server
  }

  /** `127.0.0.1:port` */
  get place(): string {
    return placeOf(this.#server)
  }

  url(path: string): string {
    return `http://${this.place}${path}`
  }

  on(path: string, answer: Answer): this {
    this.#answers.set(path, answer)
    return this
  }

  /** Nothing that was asked before is remembered. */
  forget(): void {
    this.asked.length = 0
    this.#answers.clear()
    this.#left = Promise.withResolvers()
  }

  /** Whoever asked has left before the answer was whole. */
  get left(): Promise<void> {
    return this.#left.promise
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('close', () => {
      if (!response.writableFinished) this.#left.resolve()
    })
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { method = '', url: path = '', headers } = request
    const asked = { method, path, headers, body }
    this.asked.push(asked)
    const answer = this.#answers.get(path.split('?')[0] ?? '') ?? notFound
    answer(response, asked)
  }
}

const notFound: Answer = (response) => void response.writeHead(404).end('There is nothing here.')
