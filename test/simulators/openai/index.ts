/**
 * A server that behaves as OpenAI's Realtime, Responses and Chat Completions APIs are documented to: for tests, for benchmarks and for
 * trying the product without an account.
 */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Ear } from '../audio/vad.ts'
import type { Brain, BrainAnswer, BrainTurn, Heard } from './brain.ts'
import type { ConnectionPlan, Fault } from './faults.ts'
import { DEFAULT_PACE, type Pace } from './pace.ts'
import { receptionist } from './receptionist.ts'
import { createFrontdoor } from './server.ts'
import type { RealtimeSession } from './session.ts'
import type { SessionDeps } from './sessionDeps.ts'
import { SipDesk, type SipOptions } from './sip/SipDesk.ts'
import { DEFAULT_TEXT_PACE, type TextPace } from './text/faults.ts'
import type { StructuredOutput } from './text/structured.ts'
import { TextApi } from './text/TextApi.ts'
import { prepareRecognition, recogniseSoon, utterSoon } from '../audio/speechThread.ts'
import { humUtterance } from '../audio/tone.ts'

export type { Brain, BrainAnswer, BrainTurn, Heard } from './brain.ts'
export type { LoggedEvent, WireEvent } from './eventLog.ts'
export type { ConnectionPlan, Fault, OddResponse } from './faults.ts'
export type { Pace } from './pace.ts'
export type { RealtimeSession } from './session.ts'
export type { SipCall } from './sip/SipCall.ts'
export type { SipOptions } from './sip/SipDesk.ts'
export { callSimulator, type RemoteCall } from './sip/remotePhone.ts'
export type { SipPhone } from './sip/SipPhone.ts'
export type { Ending, Exchange } from './text/exchange.ts'
export type { TextFault, TextPace } from './text/faults.ts'
export type { TextApi } from './text/TextApi.ts'

export interface OpenAiOptions {
  /** 0, the default, takes a free one. */
  port?: number
  /** The key that clients have to show; without it any key is right. */
  apiKey?: string
  /** Keep every handshake waiting. */
  openDelayMs?: number
  pace?: Partial<Pace>
  /** How answers come that are written. */
  textPace?: Partial<TextPace>
  /** Chat completions take any model and any field, as at other servers of this format. */
  lenient?: boolean
  /** From the end of the caller's turn to its transcript. */
  transcriptionDelayMs?: number
  /** The longest session; an hour by default, as at OpenAI. */
  sessionMs?: number
  /** Hums instead of speaking and understands nothing: for a hundred sessions at once. */
  light?: boolean
  /** What finds the caller's turns; `silero`, and `energy` in light mode. */
  ear?: Ear
  /** The clock that retires models; the computer's. */
  now?: () => Date
  brain?: Brain
  sip?: SipOptions
  /** Whether to find out which of the known phrases was spoken. By default only for the default brain. */
  recognise?: boolean
}

const HOUR_MS = 3_600_000

/** Starts the simulator on 127.0.0.1. Rejects when the port is taken. */
export async function startOpenAi(options: OpenAiOptions = {}): Promise<OpenAiSimulator> {
  const simulator = new OpenAiSimulator(options)
  if (recognises(options)) prepareRecognition()
  await simulator.listen(options.port ?? 0)
  return simulator
}

export class OpenAiSimulator {
  /** All sessions so far, the oldest first. */
  readonly sessions: RealtimeSession[] = []
  /** May be replaced at any time. */
  brain: Brain
  /** How connections are met that have no plan of their own. */
  connections: ConnectionPlan
  /** How many handshakes have come in, refused ones too. */
  handshakes = 0
  /** Responses and chat completions. */
  readonly text: TextApi
  /** The SIP connector. */
  readonly sip: SipDesk
  readonly #server
  readonly #script: BrainAnswer[] = []
  readonly #plans: ConnectionPlan[] = []
  readonly #waiting: ((session: RealtimeSession) => void)[] = []
  #handedOut = 0
  #lastId = 0

  constructor(options: OpenAiOptions) {
    this.brain = options.brain ?? receptionist
    this.connections = options.openDelayMs ? { openDelayMs: options.openDelayMs } : {}
    const deps = this.#deps(options)
    this.text = new TextApi({
      pace: { ...DEFAULT_TEXT_PACE, ...options.textPace },
      lenient: options.lenient ?? false,
      now: deps.now,
      newId: deps.newId,
      think: (turn) => this.#think(turn, null),
    })
    const onSession = (session: RealtimeSession): void => this.#onSession(session)
    this.sip = new SipDesk(deps, options.sip ?? {}, onSession)
    this.#server = createFrontdoor({
      apiKey: options.apiKey,
      deps,
      text: this.text,
      sip: this.sip,
      nextPlan: () => this.#nextPlan(),
      onSession,
    })
  }

  /** The base address, as in `OPENAI_BASE_URL`. */
  get url(): string {
    return `http://127.0.0.1:${this.port}/v1`
  }

  /** Structured output of the Responses API. */
  get structured(): StructuredOutput {
    return this.text.structured
  }

  get port(): number {
    const address = this.#server.address()
    return isAddressInfo(address) ? address.port : 0
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  /** Breaks all sessions and stops listening. */
  async close(): Promise<void> {
    this.sip.close()
    for (const session of this.sessions) session.fault({ kind: 'drop' })
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  /** The oldest session that was not yet given out by this method, or the next that comes. */
  nextSession(): Promise<RealtimeSession> {
    const session = this.sessions[this.#handedOut++]
    if (session) return Promise.resolve(session)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** What the next responses say, one each, before the brain is asked again. */
  script(answers: BrainAnswer[]): void {
    this.#script.push(...answers)
  }

  /** Does this to every open session. */
  fault(fault: Fault): void {
    for (const session of this.sessions) session.fault(fault)
  }

  /** How the next connection is met, and with every further call the one after it. */
  nextConnection(plan: ConnectionPlan): void {
    this.#plans.push(plan)
  }

  #nextPlan(): ConnectionPlan {
    this.handshakes += 1
    return { ...this.connections, ...this.#plans.shift() }
  }

  #onSession(session: RealtimeSession): void {
    this.sessions.push(session)
    const waiting = this.#waiting.shift()
    waiting?.(session)
  }

  async #think(turn: Omit<BrainTurn, 'heard'>, heard: Promise<Heard> | null): Promise<BrainAnswer> {
    // A scripted answer does not depend on what was heard, so it does not wait for it.
    return this.#script.shift() ?? this.brain({ ...turn, heard: await heard })
  }

  #deps(options: OpenAiOptions): SessionDeps {
    const light = options.light ?? false
    return {
      light,
      ear: options.ear ?? (light ? 'energy' : 'silero'),
      now: options.now ?? (() => new Date()),
      pace: { ...DEFAULT_PACE, ...options.pace },
      transcriptionDelayMs: options.transcriptionDelayMs ?? 300,
      sessionMs: options.sessionMs ?? HOUR_MS,
      newId: (prefix) => this.#newId(prefix),
      utter: light ? (sentence) => Promise.resolve(humUtterance(sentence)) : utterSoon,
      recognise: recognises(options) ? recogniseSoon : () => Promise.resolve(null),
      think: (turn, heard) => this.#think(turn, heard),
    }
  }

  /** Ids look as OpenAI's do and tell their order. */
  #newId(prefix: string): string {
    this.#lastId += 1
    return `${prefix}_${this.#lastId.toString(36).padStart(21, '0')}`
  }
}

function recognises({ light, brain, recognise }: OpenAiOptions): boolean {
  return recognise ?? (!light && !brain)
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
