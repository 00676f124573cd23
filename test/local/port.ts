import { once } from 'node:events'
import { createServer } from 'node:net'

/** Rejects with a sentence that names the port when something else listens on it. */
export async function requireFreePort(port: number): Promise<void> {
  if (await isFree(port)) return
  throw new Error(
    `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`,
  )
}

/**
 * A port that stays free until it is used: it is below those that systems give to connections by
 * themselves (from 32768 on Linux), of which one may be taken again at any moment.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000)
    if (await isFree(port)) return port
  }
}

/** Rejects when it cannot be found out, as for a port that needs rights. */
async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1')
  try {
    await once(probe, 'listening')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false
    throw error
  }
  probe.close()
  await once(probe, 'close')
  return true
}
