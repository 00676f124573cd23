/**
 * What stands before a Worker whose process comes and goes, as Cloudflare's edge does where only an
 * object is lost: requests wait until somebody accepts them, and are made again when their answer was
 * lost. A WebSocket that was open breaks with the process.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'

export interface Edge {
  /** For example `http://127.0.0.1:40123`. */
  url: string
  /** Where the Worker is; may be told later than the edge begins. */
  target: string
  close(): Promise<void>
}

/** How often it is tried whether somebody accepts, in ms. */
const RETRY_MS = 20

export async function startEdge(target = ''): Promise<Edge> {
  const sockets = new Set<Duplex>()
  const keep = (socket: Duplex) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  }
  const server = createServer((incoming, answer) => {
    void pass(incoming, answer, () => edge.target)
  })
  server.on('connection', keep)
  server.on('upgrade', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    void bridge({ incoming, client, head }, () => edge.target, keep)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = z.object({ port: z.number() }).parse(server.address())
  const edge: Edge = {
    url: `http://127.0.0.1:${port}`,
    target,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return edge
}

/** Carries one request, again and again, until there is an answer or nobody waits for it. */
async function pass(
  incoming: IncomingMessage,
  answer: ServerResponse,
  target: () => string,
): Promise<void> {
  const body = await bodyOf(incoming)
  if (!body) return
  while (!answer.destroyed) {
    const passed = await ask(target(), incoming, body)
    if (passed) {
      answer.writeHead(passed.status, passed.headers)
      answer.end(passed.body)
      return
    }
    await sleep(RETRY_MS)
  }
}

interface Answer {
  status: number
  headers: IncomingMessage['headers']
  body: Buffer
}

/** `null`: nobody accepted it, or the answer broke off. */
function ask(
  target: string,
  { url, method, headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer | null> {
  return new Promise((resolve) => {
    const onward = request(target + url, { method, headers, agent: false }, (response) => {
      void bodyOf(response).then((answered) =>
        resolve(
          answered && {
            status: response.statusCode ?? 502,
            headers: ended(response),
            body: answered,
          },
        ),
      )
    })
    onward.on('error', () => resolve(null))
    onward.end(body)
  })
}

/** The body comes whole, and the connection is our own. */
function ended({ headers }: IncomingMessage): IncomingMessage['headers'] {
  const { 'transfer-encoding': _pieces, connection: _ours, ...rest } = headers
  return rest
}

/** `null`: it broke off. */
async function bodyOf(message: IncomingMessage): Promise<Buffer | null> {
  const pieces: Buffer[] = []
  try {
    for await (const piece of message) pieces.push(Buffer.from(piece))
    return message.complete ? Buffer.concat(pieces) : null
  } catch {
    return null
  }
}

interface Upgrade {
  incoming: IncomingMessage
  client: Duplex
  head: Buffer
}

/** Joins a WebSocket's two sides; the handshake is made again while nobody has answered it. */
async function bridge(
  { incoming, client, head }: Upgrade,
  target: () => string,
  keep: (socket: Duplex) => void,
): Promise<void> {
  client.on('error', () => client.destroy())
  const hello = Buffer.concat([Buffer.from(handshakeOf(incoming)), head])
  while (!client.destroyed) {
    const server = await answeredBy(target(), hello, client)
    if (server) {
      keep(server)
      client.once('close', () => server.destroy())
      server.pipe(client)
      client.pipe(server)
      return
    }
    await sleep(RETRY_MS)
  }
}

function handshakeOf({ method, url, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1] ?? ''}`] : [],
  )
  return [`${method} ${url} HTTP/1.1`, ...lines, '', ''].join('\r\n')
}

/** Resolves at the first byte of the answer, which is not read yet; `null`: there was none. */
function answeredBy(target: string, hello: Buffer, client: Duplex): Promise<Socket | null> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(target)
    const server = connect(Number(port), hostname, () => server.write(hello))
    // What the caller's side says next may not wait for more to be said.
    server.setNoDelay(true)
    server.once('readable', () => resolve(server.readableLength > 0 ? server : null))
    server.on('error', () => server.destroy())
    server.once('close', () => {
      resolve(null)
      // Whoever was connected through here is not any more.
      if (server.bytesRead > 0) client.destroy()
    })
  })
}
