import type { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { McpServer } from '../../../convex/model/tools.ts'
import type { Outside } from '../../accounts.ts'
import { PlainError } from '../../lib/PlainError.ts'
import { VERSION } from '../../lib/version.ts'
import { fingerprintOf } from './fingerprint.ts'
import { guardedFor } from './guarded.ts'

/** A tool as its server describes it now. */
export interface ServedTool {
  name: string
  description: string
  /** A JSON Schema. */
  parameters: Record<string, unknown>
  fingerprint: string
}

/** An open session: who is asked, and what is never to be seen of it. */
interface Opened {
  client: Client
  transport: StreamableHTTPClientTransport
  /** By their names. */
  tools: ReadonlyMap<string, ServedTool>
  secrets: () => readonly string[]
}

type CalledTool = Awaited<ReturnType<Client['callTool']>>

/**
 * A session with one server, opened when it is first needed. One that has failed is given up: the next call
 * opens another.
 */
export class McpSession {
  readonly #server: Pick<McpServer, 'url' | 'auth' | 'timeoutMs'>
  readonly #outside: Outside
  #opening: Promise<Opened> | null = null

  constructor(server: Pick<McpServer, 'url' | 'auth' | 'timeoutMs'>, outside: Outside) {
    this.#server = server
    this.#outside = outside
  }

  async tools(): Promise<readonly ServedTool[]> {
    const { tools } = await this.open()
    return [...tools.values()]
  }

  /** Rejects when the server cannot be asked. */
  open(): Promise<Opened> {
    const opening = this.#opening ?? this.#open()
    this.#opening = opening
    opening.catch(() => this.#giveUp(opening))
    return opening
  }

  async call(
    name: string,
    args: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<CalledTool> {
    const opening = this.open()
    const { client } = await opening
    try {
      return await client.callTool(
        { name, arguments: args },
        { signal, timeout: this.#server.timeoutMs },
      )
    } catch (error) {
      // A server that was restarted knows the session no more; who was slow may be so again.
      this.#giveUp(opening)
      throw error
    }
  }

  /** Tells the server that the session is over, which keeps it for nobody then; one that does not hear it forgets it by itself. */
  async close(): Promise<void> {
    const opened = await this.#opening?.catch(() => null)
    this.#opening = null
    await opened?.transport.terminateSession().catch(() => {})
    await opened?.client.close().catch(() => {})
  }

  #giveUp(opening: Promise<Opened>): void {
    if (this.#opening === opening) this.#opening = null
  }

  async #open(): Promise<Opened> {
    const { url, timeoutMs } = this.#server
    const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client')
    const { authProvider, secrets } = await this.#auth()
    const transport = new StreamableHTTPClientTransport(new URL(url), {
      fetch: guardedFor(this.#outside.reach, timeoutMs),
      // The guard follows them, and tells no secret to another origin.
      redirectPolicy: 'follow',
      reconnectionOptions: {
        maxRetries: 0,
        initialReconnectionDelay: 1000,
        maxReconnectionDelay: 1000,
        reconnectionDelayGrowFactor: 1,
      },
      ...(authProvider && { authProvider }),
    })
    const client = new Client({ name: 'switchboard', version: VERSION })
    try {
      await client.connect(transport, { timeout: timeoutMs })
      const { tools } = await client.listTools({}, { timeout: timeoutMs })
      const served = await Promise.all(tools.map(servedTool))
      return { client, transport, tools: new Map(served.map((tool) => [tool.name, tool])), secrets }
    } catch (error) {
      await client.close().catch(() => {})
      throw plain(error, url)
    }
  }

  async #auth() {
    const { auth } = this.#server
    const { openSecret } = this.#outside
    switch (auth.kind) {
      case 'none':
        return { authProvider: null, secrets: () => [] }
      case 'bearer': {
        const token = await openSecret(auth.token)
        return { authProvider: { token: async () => token }, secrets: () => [token] }
      }
      case 'client_credentials': {
        const { ClientCredentialsProvider } = await import('@modelcontextprotocol/client')
        const { clientId, scope, issuer } = auth
        const clientSecret = await openSecret(auth.clientSecret)
        const authProvider = new ClientCredentialsProvider({
          clientId,
          clientSecret,
          expectedIssuer: issuer || new URL(this.#server.url).origin,
          ...(scope !== '' && { scope }),
        })
        const secrets = () => [clientSecret, authProvider.tokens()?.access_token ?? clientSecret]
        return { authProvider, secrets }
      }
    }
  }
}

async function servedTool(tool: {
  name: string
  description?: string | undefined
  inputSchema: Record<string, unknown>
}): Promise<ServedTool> {
  const { name, description = '', inputSchema: parameters } = tool
  return {
    name,
    description,
    parameters,
    fingerprint: await fingerprintOf(description, parameters),
  }
}

/** The package quotes what came in; a sentence of ours may be within. */
function plain(error: unknown, url: string): PlainError {
  const sentence = sentenceIn(error)
  const host = URL.parse(url)?.host ?? 'The server'
  return new PlainError(sentence ?? `${host} did not answer as an MCP server does.`, {
    cause: error,
  })
}

export function sentenceIn(error: unknown): string | null {
  if (error instanceof PlainError) return error.message
  return error instanceof Error && error.cause !== undefined ? sentenceIn(error.cause) : null
}
