import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import * as z from 'zod'

export interface Tunnel {
  url: string
  close(): Promise<void>
}

/** A tunnel as some are: whoever comes, the Worker is told that its own loopback address was asked for. */
export async function startRewritingTunnel(port: number): Promise<Tunnel> {
  const host = `127.0.0.1:${port}`
  const server = createServer((asked, answer) => {
    const { method, url: path } = asked
    const options = { host: '127.0.0.1', port, method, path, headers: { ...asked.headers, host } }
    const passed = request(options, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers)
      answered.pipe(answer)
    })
    passed.on('error', () => answer.destroy())
    asked.pipe(passed)
  })
  server.on('upgrade', (asked, socket, head) => {
    const passed = connect(port, '127.0.0.1', () => {
      passed.write(handshakeOf(asked, host))
      passed.write(head)
      passed.pipe(socket).pipe(passed)
    })
    passed.on('error', () => socket.destroy())
    socket.on('error', () => passed.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = z.object({ port: z.number() }).parse(server.address())
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function handshakeOf({ method, url, headers }: IncomingMessage, host: string): string {
  const lines = Object.entries({ ...headers, host }).map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${url} HTTP/1.1`, ...lines, '', ''].join('\r\n')
}
