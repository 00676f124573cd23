/** A company's MCP server, made with the official package: tools of several tempers, sessions, sign-in. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { McpServer, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'
import * as z from 'zod'
import { listenLocally, placeOf } from '../lib/localServer.ts'

export interface McpToolServerOptions {
  /** What requests must bring as `Bearer`; absent: nobody has to sign in. */
  token?: string
  /** Tokens are given out to this client alone, by its credentials. */
  client?: { id: string; secret: string }
  /** What `find_table` says of itself. */
  description?: string
}

export class McpToolServer {
  /** Each call of a tool, by its name. */
  readonly called: string[] = []
  /** How many sessions were begun. */
  sessions = 0
  /** How many of them the client ended. */
  closed = 0
  /** How many tokens were given out. */
  tokensGiven = 0
  /** Of `find_table`, for sessions that begin from now on. */
  description: string
  readonly #options: McpToolServerOptions
  readonly #server: Server
  readonly #open = new Map<string, WebStandardStreamableHTTPServerTransport>()
  readonly #asked = Promise.withResolvers<void>()

  private constructor(options: McpToolServerOptions) {
    this.#options = options
    this.description = options.description ?? 'Finds a free table.'
    this.#server = createServer((request, response) => void this.#take(request, response))
  }

  static async start(options: McpToolServerOptions = {}): Promise<McpToolServer> {
    const server = new McpToolServer(options)
    await listenLocally(server.#server)
    return server
  }

  /** `127.0.0.1:port` */
  get place(): string {
    return placeOf(this.#server)
  }

  get url(): string {
    return `http://${this.place}/mcp`
  }

  /** `never_answers` was called. */
  get wasAsked(): Promise<void> {
    return this.#asked.promise
  }

  /** Knows no session any more, and cuts what is open, as when its process is started again. */
  restart(): void {
    this.#open.clear()
    this.#server.closeAllConnections()
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of incoming) body += String(chunk)
    const answer = await this.#answer(requestOf(incoming, this.place, body))
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    for await (const chunk of answer.body ?? []) response.write(chunk)
    response.end()
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (pathname === '/token') return this.#giveToken(request)
    if (pathname.startsWith('/.well-known/')) return this.#metadata(pathname)
    const { token } = this.#options
    if (token !== undefined && request.headers.get('authorization') !== `Bearer ${token}`) {
      return new Response(null, {
        status: 401,
        headers: {
          'www-authenticate': `Bearer resource_metadata="http://${this.place}/.well-known/oauth-protected-resource"`,
        },
      })
    }
    const id = request.headers.get('mcp-session-id')
    if (id === null) return (await this.#begin()).handleRequest(request)
    const session = this.#open.get(id)
    if (session) return session.handleRequest(request)
    return Response.json(
      { jsonrpc: '2.0', error: { code: -32001, message: 'Session not found' }, id: null },
      { status: 404 },
    )
  }

  /** https://www.rfc-editor.org/rfc/rfc9728 and https://www.rfc-editor.org/rfc/rfc8414 */
  #metadata(pathname: string): Response {
    if (!this.#options.client) return new Response(null, { status: 404 })
    const origin = `http://${this.place}`
    if (pathname.includes('protected-resource')) {
      return Response.json({ resource: `${origin}/mcp`, authorization_servers: [origin] })
    }
    return Response.json({
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      response_types_supported: ['code'],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
    })
  }

  async #giveToken(request: Request): Promise<Response> {
    const { client, token } = this.#options
    const form = new URLSearchParams(await request.text())
    const basic = Buffer.from(`${client?.id}:${client?.secret}`).toString('base64')
    const isRight =
      form.get('grant_type') === 'client_credentials' &&
      request.headers.get('authorization') === `Basic ${basic}`
    if (!isRight) return Response.json({ error: 'invalid_client' }, { status: 401 })
    this.tokensGiven += 1
    return Response.json({ access_token: token, token_type: 'Bearer', expires_in: 3600 })
  }

  async #begin(): Promise<WebStandardStreamableHTTPServerTransport> {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => {
        this.sessions += 1
        this.#open.set(id, transport)
      },
      onsessionclosed: (id) => {
        this.closed += 1
        this.#open.delete(id)
      },
    })
    await this.#serverOfTools().connect(transport)
    return transport
  }

  #serverOfTools(): McpServer {
    const server = new McpServer({ name: 'tables', version: '1.0.0' })
    const called = (name: string) => this.called.push(name)
    server.registerTool(
      'find_table',
      { description: this.description, inputSchema: z.object({ people: z.number() }) },
      async ({ people }) => {
        called('find_table')
        return text(`A table for ${people} is free at eight.`)
      },
    )
    server.registerTool(
      'never_answers',
      { description: 'Takes the call and says nothing.', inputSchema: z.object({}) },
      async () => {
        called('never_answers')
        this.#asked.resolve()
        return new Promise(() => {})
      },
    )
    server.registerTool(
      'quotes_token',
      { description: 'Complains with what it was sent.', inputSchema: z.object({}) },
      async () => {
        called('quotes_token')
        return { ...text(`Bearer ${this.#options.token} is not allowed to.`), isError: true }
      },
    )
    return server
  }
}

function requestOf(
  { method = 'GET', url = '/', headers }: IncomingMessage,
  place: string,
  body: string,
) {
  const given = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ])
  return new Request(`http://${place}${url}`, {
    method,
    headers: given,
    ...(method === 'POST' && { body }),
  })
}

const text = (words: string) => ({ content: [{ type: 'text' as const, text: words }] })
