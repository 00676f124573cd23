import { once } from 'node:events'
import { unstable_startWorker } from 'wrangler'
import { WebSocket } from 'ws'
import type * as z from 'zod'
import { Trace } from './Trace.ts'

/** The probe in real workerd. */
export interface Probe {
  /** For example `http://127.0.0.1:40123`. */
  origin: string
  /** A socket to it; `path` begins with a slash. */
  open(path: string): Promise<WebSocket>
  dispose(): Promise<void>
}

/** `config`: the `wrangler.toml` of another Worker than the one in this folder. */
export async function startProbe(
  config = new URL('wrangler.toml', import.meta.url),
): Promise<Probe> {
  const worker = await unstable_startWorker({
    config: config.pathname,
    envFiles: ['.env.none'],
    dev: {
      server: { hostname: '127.0.0.1', port: 0 },
      inspector: false,
      persist: false,
      watch: false,
      logLevel: 'none',
    },
  })
  await worker.ready
  const { origin } = await worker.url
  return {
    origin,
    async open(path) {
      const socket = new WebSocket(origin.replace('http', 'ws') + path)
      await once(socket, 'open')
      return socket
    },
    dispose: () => worker.dispose(),
  }
}

/** The near end of a control socket: orders go out, reports come in. */
export class Control<Order, Report extends { report: string }> {
  readonly reports = new Trace<Report>()
  readonly #socket: WebSocket
  #syncs = 0

  constructor(socket: WebSocket, schema: z.ZodType<Report>) {
    this.#socket = socket
    socket.on('message', (data) => this.reports.add(schema.parse(JSON.parse(String(data)))))
  }

  send(order: Order | { do: 'sync'; number: number }): void {
    this.#socket.send(JSON.stringify(order))
  }

  /** Everything that was ordered before is done, and what it led to at once was reported. */
  async sync(): Promise<void> {
    this.#syncs += 1
    const number = this.#syncs
    this.send({ do: 'sync', number })
    await this.reports.until(
      'an answer of the probe',
      (report) => 'number' in report && report.number === number,
    )
  }

  /** Nothing was thrown, and nothing could not be read. */
  get failures(): Report[] {
    return this.reports.items.filter(({ report }) => report === 'threw' || report === 'unreadable')
  }

  close(): void {
    this.#socket.close()
  }
}
