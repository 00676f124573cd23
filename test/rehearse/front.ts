/**
 * The one address of a Worker that comes and goes: connections wait while there is none, as Cloudflare's
 * edge holds requests to an object that starts.
 */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import * as z from 'zod'

export class Front {
  /** For example `http://127.0.0.1:40123`. */
  readonly url: string
  readonly #server: Server
  readonly #open = new Set<Socket>()
  #waiting: Socket[] = []
  #port: number | null = null

  private constructor(server: Server) {
    const { port } = z.object({ port: z.number() }).parse(server.address())
    this.url = `http://127.0.0.1:${port}`
    this.#server = server
    server.on('connection', (socket) => this.#take(socket))
  }

  static async listen(): Promise<Front> {
    const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new Front(server)
  }

  /** From now on, and for those who wait, the Worker is at this port. */
  lead(port: number): void {
    this.#port = port
    for (const socket of this.#waiting.splice(0)) this.#join(socket, port)
  }

  /** The Worker is gone: every connection breaks. */
  cut(): void {
    this.#port = null
    for (const socket of this.#open) socket.destroy()
  }

  async close(): Promise<void> {
    for (const socket of this.#waiting.splice(0)) socket.destroy()
    this.cut()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #take(socket: Socket): void {
    socket.on('error', () => socket.destroy())
    if (this.#port === null) this.#waiting.push(socket)
    else this.#join(socket, this.#port)
  }

  #join(caller: Socket, port: number): void {
    const worker = connect(port, '127.0.0.1')
    for (const [one, other] of [
      [caller, worker],
      [worker, caller],
    ] as const) {
      this.#open.add(one)
      one.on('error', () => one.destroy())
      one.on('close', () => {
        this.#open.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  }
}
