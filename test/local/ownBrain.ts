/** A brain on this machine, put where the Worker of `npm start` may ask. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { isLocalUrl } from '../../worker/lib/localHosts.ts'
import { PlainError } from '../../worker/lib/PlainError.ts'

export interface OwnBrain {
  /** Where the Worker asks. */
  url: string
  close(): Promise<void>
}

const EXAMPLE = fileURLToPath(new URL('../../docs/examples/brain-server.mjs', import.meta.url))

/**
 * `url`: '' starts the example that ships. `port`: the one that the Worker may ask. `tell` hears what the
 * example prints. @throws PlainError when nobody is there, or the port is taken.
 */
export async function openBrain(
  url: string,
  port: number,
  tell: (line: string) => void,
): Promise<OwnBrain> {
  if (url === '') return startExample(port, tell)
  if (!isLocalUrl(url)) return { url, close: async () => {} }
  const { pathname, search } = new URL(url)
  const server = await forward(new URL(url), port)
  return {
    url: `http://127.0.0.1:${port}${pathname}${search}`,
    close: async () => void server.close(),
  }
}

async function startExample(port: number, tell: (line: string) => void): Promise<OwnBrain> {
  const child = spawn(process.execPath, [EXAMPLE], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const isUp = await Promise.race([once(lines, 'line').then(() => true), ended.then(() => false)])
  if (!isUp) throw portTaken(port)
  lines.on('line', tell)
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      child.kill()
      await ended
    },
  }
}

const portTaken = (port: number): PlainError =>
  new PlainError(
    `Port ${port}, at which the Worker may ask a brain, is taken: does another call with --brain run?`,
  )

/** Passes on every connection to `port` as it is. */
async function forward(target: URL, port: number): Promise<Server> {
  const host = target.hostname.replaceAll(/[[\]]/g, '')
  const reach = (): Socket => connect(Number(target.port || '80'), host)
  const first = reach()
  const isThere = await once(first, 'connect').then(
    () => true,
    () => false,
  )
  first.destroy()
  if (!isThere) {
    throw new PlainError(
      `Nothing listens at ${target.origin}. Start your brain first, or say --brain alone for the example.`,
    )
  }
  const server = createServer((client) => join(client, reach()))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening').catch(() => {
    throw portTaken(port)
  })
  return server
}

function join(client: Socket, server: Socket): void {
  const end = (): void => {
    client.destroy()
    server.destroy()
  }
  for (const socket of [client, server]) socket.on('error', end).on('close', end)
  client.pipe(server).pipe(client)
}
