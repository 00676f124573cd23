import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import type * as z from 'zod'
import { root } from '../../local/settings.ts'
import { configIn, startWorkerd } from '../../local/workerd.ts'
import { Trace } from './Trace.ts'

/** The probe in real workerd. */
export interface Probe {
  /** For example `http://127.0.0.1:40123`. */
  origin: string
  /** A socket to it; `path` begins with a slash. */
  open(path: string): Promise<WebSocket>
  dispose(): Promise<void>
}

/** Engines, carriers, brains, ears and mouths, each driven from outside. */
export function startProbe(): Promise<Probe> {
  return startProbeOf(new URL('entry.ts', import.meta.url), {
    ENGINES: 'EngineProbe',
    CARRIERS: 'CarrierProbe',
    BRAINS: 'BrainProbe',
    EARS: 'EarsProbe',
    MOUTHS: 'MouthProbe',
    VOICES: 'VoiceProbe',
  })
}

/** Another Worker than that, by its first file and its objects' classes. */
export async function startProbeOf(
  main: URL,
  objects: Readonly<Record<string, string>> = {},
): Promise<Probe> {
  const { compatibilityDate } = configIn(root)
  const worker = await startWorkerd({
    name: 'probe',
    main: fileURLToPath(main),
    compatibilityDate,
    objects,
    vars: {},
  })
  return {
    origin: worker.url,
    async open(path) {
      const socket = new WebSocket(worker.url.replace('http', 'ws') + path)
      await once(socket, 'open')
      return socket
    },
    dispose: () => worker.stop(),
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
