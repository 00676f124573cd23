import { once } from 'node:events'
import type { Server } from 'node:http'
import { isIPv4 } from 'node:net'

/** Lets it listen on a free port of this machine. */
export async function listenLocally(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}

/** Ends it with whatever is still connected. */
export async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

/** Where it listens: `127.0.0.1:port`. */
export function placeOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string' || !isIPv4(address.address)) {
    throw new Error('The server has no address.')
  }
  return `${address.address}:${address.port}`
}
