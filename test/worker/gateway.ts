/** A way to an HTTP server that can be closed, as when the server is down. */
import { createServer, request } from 'node:http'
import * as z from 'zod'

export interface Gateway {
  url: string
  /** `false`: nothing passes, and every connection is broken off. */
  open: boolean
  /** Requests that were broken off. */
  refused: number
  close(): Promise<void>
}

export async function startGateway(target: string): Promise<Gateway> {
  const server = createServer((incoming, outgoing) => {
    if (!gateway.open) {
      gateway.refused += 1
      incoming.socket.destroy()
      return
    }
    const { method, headers, url } = incoming
    const onward = request(target + url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => incoming.socket.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = z.object({ port: z.number() }).parse(server.address())
  const gateway: Gateway = {
    url: `http://127.0.0.1:${port}`,
    open: true,
    refused: 0,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return gateway
}
