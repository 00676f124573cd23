/**
 * A server that behaves as ElevenLabs' speech-to-text and text-to-speech are documented to: for tests, for
 * benchmarks and for trying the product without an account.
 */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { prepareRecognition, recogniseSoon, utterSoon } from '../audio/speechThread.ts'
import { humUtterance } from '../audio/tone.ts'
import type { Ear } from '../audio/vad.ts'
import { DEFAULT_PACE, type Deps, type Pace } from './deps.ts'
import type { ConnectionPlan, Fault } from './faults.ts'
import type { ScribeSession } from './scribe/session.ts'
import { createFrontdoor } from './server.ts'
import type { SpeechSocket } from './speech/socket.ts'

export type { Pace } from './deps.ts'
export type { ConnectionPlan, Fault } from './faults.ts'
export type { ScribeSession } from './scribe/session.ts'
export type { SpeechSocket } from './speech/socket.ts'
export type { LoggedMessage, WireMessage } from './wireLog.ts'

export interface ElevenLabsOptions {
  /** 0, the default, takes a free one. */
  port?: number
  /** The key that clients have to show; without it any key is right. */
  apiKey?: string
  pace?: Partial<Pace>
  /** From a commit to its words; 150. */
  transcriptDelayMs?: number
  /** Hums instead of speaking and understands nothing: for a hundred calls at once. */
  light?: boolean
  /** What finds the caller's speech; `silero`, and `energy` in light mode. */
  ear?: Ear
  /** The longest session of ears; an hour. */
  sessionMs?: number
  /** Ears that are sent nothing for so long close; 15 s. */
  earsIdleMs?: number
  /** Ears commit by themselves what was not committed for so long; 90 s. */
  longestSegmentMs?: number
  /** A mouth that is not used for so long closes, whatever the client asked for. */
  mouthIdleMs?: number
  /** How many voices are told at once, at most; 100. */
  voicesAPage?: number
}

/** Starts the simulator on 127.0.0.1. Rejects when the port is taken. */
export async function startElevenLabs(
  options: ElevenLabsOptions = {},
): Promise<ElevenLabsSimulator> {
  const simulator = new ElevenLabsSimulator(options)
  if (!options.light) prepareRecognition()
  await simulator.listen(options.port ?? 0)
  return simulator
}

export class ElevenLabsSimulator {
  /** All sessions of ears so far, the oldest first; and all sockets of mouths. */
  readonly ears: ScribeSession[] = []
  readonly mouths: SpeechSocket[] = []
  /** How connections are met that have no plan of their own. */
  connections: ConnectionPlan = {}
  /** How many sockets were asked for, refused ones too. */
  handshakes = 0
  readonly #server
  readonly #plans: ConnectionPlan[] = []
  readonly #understandings: string[] = []
  readonly #tokens = new Set<string>()
  readonly #waiting: (() => void)[] = []
  #lastId = 0

  constructor(options: ElevenLabsOptions) {
    this.#server = createFrontdoor({
      apiKey: options.apiKey,
      deps: this.#deps(options),
      nextPlan: () => {
        this.handshakes += 1
        return { ...this.connections, ...this.#plans.shift() }
      },
      useToken: (token) => this.#tokens.delete(token),
      newToken: () => this.#newToken(),
      onEars: (session) => this.#arrived(() => this.ears.push(session)),
      onMouth: (socket) => this.#arrived(() => this.mouths.push(socket)),
    })
  }

  /** The base address, as in `ELEVENLABS_BASE_URL`. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get port(): number {
    const address = this.#server.address()
    return isAddressInfo(address) ? address.port : 0
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  /** Breaks all sockets and stops listening. */
  async close(): Promise<void> {
    this.fault({ kind: 'drop' })
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  /** The session of ears with this index, when it is there. */
  async nthEars(index: number): Promise<ScribeSession> {
    for (;;) {
      const session = this.ears[index]
      if (session) return session
      await this.#arrival()
    }
  }

  /** The socket of a mouth with this index, when it is there. */
  async nthMouth(index: number): Promise<SpeechSocket> {
    for (;;) {
      const socket = this.mouths[index]
      if (socket) return socket
      await this.#arrival()
    }
  }

  /** What the next stretches of speech say, one each, before it is recognised again what they say. */
  understand(...texts: readonly string[]): void {
    this.#understandings.push(...texts)
  }

  /** Does this to every open socket. */
  fault(fault: Fault): void {
    for (const socket of [...this.ears, ...this.mouths]) socket.fault(fault)
  }

  /** How the next connection is met, and with every further call the one after it. */
  nextConnection(plan: ConnectionPlan): void {
    this.#plans.push(plan)
  }

  #arrived(keep: () => void): void {
    keep()
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  #arrival(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #newToken(): string {
    const token = `sutkn_${this.#newId()}`
    this.#tokens.add(token)
    return token
  }

  #newId(): string {
    this.#lastId += 1
    return this.#lastId.toString(36).padStart(20, '0')
  }

  #deps(options: ElevenLabsOptions): Deps {
    const light = options.light ?? false
    return {
      ear: options.ear ?? (light ? 'energy' : 'silero'),
      pace: { ...DEFAULT_PACE, ...options.pace },
      transcriptDelayMs: options.transcriptDelayMs ?? 150,
      sessionMs: options.sessionMs ?? 3_600_000,
      earsIdleMs: options.earsIdleMs ?? 15_000,
      longestSegmentMs: options.longestSegmentMs ?? 90_000,
      mouthIdleMs: options.mouthIdleMs ?? null,
      voicesAPage: options.voicesAPage ?? 100,
      newId: () => this.#newId(),
      nextUnderstanding: () => this.#understandings.shift(),
      utter: light ? (text) => Promise.resolve(humUtterance(text)) : utterSoon,
      recognise: light ? () => Promise.resolve(null) : recogniseSoon,
    }
  }
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
