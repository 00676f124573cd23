import { once } from 'node:events'
import { createServer } from 'node:net'
import * as z from 'zod'
import { PlainError } from '../../worker/lib/PlainError.ts'

/** Rejects with a sentence that names the port when something else listens on it. */
export async function requireFreePort(port: number): Promise<void> {
  if (await isFree(port)) return
  const who = (await isSwitchboard(port))
    ? `Switchboard already runs at http://127.0.0.1:${port}`
    : `Port ${port} is taken by another program`
  throw new PlainError(`${who}. Choose another port: PORT=${port + 1} npm start`)
}

const healthSchema = z.object({ status: z.literal('ok'), sessions: z.number() })

async function isSwitchboard(port: number): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(2_000)
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal })
    return healthSchema.safeParse(await response.json()).success
  } catch {
    return false
  }
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
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EADDRINUSE') return false
    if (code === 'EACCES') {
      throw new PlainError(`Port ${port} needs rights that you do not have: choose one above 1023.`)
    }
    throw error
  }
  probe.close()
  await once(probe, 'close')
  return true
}
