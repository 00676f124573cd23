import { createServer } from 'node:net'

/** Rejects with a sentence that names the port when something else listens on it. */
export async function requireFreePort(port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`
      reject(error.code === 'EADDRINUSE' ? new Error(taken) : error)
    })
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()))
  })
}
