/**
 * The product in a workerd process that can be lost at any moment, between a simulated Twilio and a
 * simulated model that both know the truth. In front of it stands an edge that makes requests wait.
 */
import { seed } from '../../local/firstAgent.ts'
import { type Edge, startEdge } from '../../local/edge.ts'
import { loadSettings } from '../../local/settings.ts'
import { type OpenAiSimulator, startOpenAi } from '../../simulators/openai/index.ts'
import { startTwilio, type TwilioSimulator } from '../../simulators/twilio/index.ts'
import type { WorkerBundle } from '../bundles.ts'
import { AUTH_TOKEN } from '../subjects.ts'
import { type InstalledWorker, installWorker, type WorkerLife } from '../workerd.ts'
import { newReceptionist } from './receptionist.ts'

/** What connecting to the model takes, in ms. */
export const MODEL_DIAL_MS = 250

/** How the process ends. A graceful stop that takes longer is made short, as every supervisor does. */
export type Ending = 'kill' | 'stop'
const STOP_PATIENCE_MS = 1_000

export interface Restart {
  /** When the process was told to end, and when it accepted connections again; `performance.now()`. */
  endedAt: number
  acceptingAt: number
}

export class FaultHost {
  readonly model: OpenAiSimulator
  readonly twilio: TwilioSimulator
  /** When the process was away so far. */
  readonly breaks: Restart[] = []
  readonly #edge: Edge
  readonly #worker: InstalledWorker
  #life: WorkerLife

  private constructor(
    parts: { model: OpenAiSimulator; twilio: TwilioSimulator; edge: Edge; worker: InstalledWorker },
    life: WorkerLife,
  ) {
    this.model = parts.model
    this.twilio = parts.twilio
    this.#edge = parts.edge
    this.#worker = parts.worker
    this.#life = life
  }

  static async start(bundle: WorkerBundle): Promise<FaultHost> {
    const edge = await startEdge()
    const model = await startOpenAi({
      brain: newReceptionist(),
      openDelayMs: MODEL_DIAL_MS,
      ear: 'energy',
    })
    const vars = () => ({
      PUBLIC_URL: edge.url,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      SIMULATED_PHONE: 'true',
      OPENAI_API_KEY: 'simulated',
      OPENAI_BASE_URL: model.url,
      SIMULATED_MODEL: 'true',
    })
    const worker = await installWorker(bundle, vars, 'ignore')
    edge.target = worker.url
    const life = await worker.start()
    await seed({ url: worker.url, authToken: AUTH_TOKEN }, loadSettings({}, null))
    const twilio = await startTwilio({ authToken: AUTH_TOKEN, publicUrl: edge.url })
    return new FaultHost({ model, twilio, edge, worker }, life)
  }

  /** Where the Worker is; its answers wait while it is away. */
  get url(): string {
    return this.#edge.url
  }

  get pid(): number {
    return this.#life.pid
  }

  /** The process ends and is started again. */
  async restart(ending: Ending): Promise<Restart> {
    const endedAt = performance.now()
    await this.#end(ending)
    this.#life = await this.#worker.start()
    const restart = { endedAt, acceptingAt: performance.now() }
    this.breaks.push(restart)
    return restart
  }

  async #end(ending: Ending): Promise<void> {
    if (ending === 'kill') return this.#life.end('SIGKILL')
    const stopped = this.#life.end('SIGTERM')
    const timer = setTimeout(() => void this.#life.end('SIGKILL'), STOP_PATIENCE_MS)
    await stopped
    clearTimeout(timer)
  }

  /** One call's object loses its memory and its sockets; only where the bundle has that door. */
  async lose(callSid: string): Promise<void> {
    const response = await fetch(`${this.url}/losable/lose/${callSid}`, { method: 'POST' })
    if (!response.ok) throw new Error(`The object was not lost: ${response.status}.`)
  }

  async close(): Promise<void> {
    await this.twilio.close()
    await this.#life.end('SIGKILL')
    this.#worker.remove()
    await this.#edge.close()
    await this.model.close()
  }
}
