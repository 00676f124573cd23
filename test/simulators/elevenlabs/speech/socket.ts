/** One multi-context socket. */
import type { WebSocket } from 'ws'
import type { Deps } from '../deps.ts'
import type { Fault } from '../faults.ts'
import { FaultySocket } from '../faultySocket.ts'
import type { WireMessage } from '../wireLog.ts'
import { SpeechContext, type Stage } from './context.ts'
import { type ClientMessage, clientMessageSchema } from './messages.ts'
import type { SpeechConfig } from './query.ts'

/** More than these are not spoken at once. */
const MOST_CONTEXTS = 5
const TOO_MANY = `Maximum simultaneous contexts per WebSocket connection exceeded (${MOST_CONTEXTS}). Please close an existing context before opening a new one.`
const DEFAULT_CONTEXT = 'default'

export class SpeechSocket {
  readonly config: SpeechConfig
  /** Every context that was begun, in order. */
  readonly begun: SpeechContext[] = []
  readonly #voice: string
  readonly #socket: FaultySocket
  readonly #deps: Deps
  readonly #contexts = new Map<string, SpeechContext>()
  readonly #waiting: (() => void)[] = []
  #dropAtMs = Infinity
  #closing = false
  #idle: NodeJS.Timeout | null = null

  /** `voice`: which of the simulator's own. */
  constructor(
    socket: WebSocket,
    voice: string,
    config: SpeechConfig,
    deps: Deps,
    faults: readonly Fault[],
  ) {
    this.config = config
    this.#voice = voice
    this.#deps = deps
    this.#socket = new FaultySocket(socket)
    this.#socket.onMessage((message) => this.#take(message))
    void this.closed.then(() => {
      this.#contexts.clear()
      this.#settle()
    })
    for (const fault of faults) this.fault(fault)
    this.#wait()
  }

  get log() {
    return this.#socket.log
  }

  get closed(): Promise<void> {
    return this.#socket.closed
  }

  get isOpen(): boolean {
    return this.#socket.isOpen
  }

  /** Contexts that are not over. */
  get open(): number {
    return this.#contexts.size
  }

  /** When every context is over; the client may have left them. */
  settled(): Promise<void> {
    if (this.#contexts.size === 0) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  fault(fault: Fault): void {
    if (this.#socket.suffer(fault)) return
    if (fault.kind === 'drop_after_sound') this.#dropAtMs = fault.ms
    if (fault.kind === 'unknown_message') this.#socket.send({ type: 'something_new' })
    if (fault.kind === 'error') {
      this.#fail(fault.type, fault.message ?? `Injected ${fault.type}.`, fault.stays)
    }
  }

  #fail(error: string, message: string, stays = false): void {
    this.#socket.send({ message, error, code: 1008 })
    if (!stays) this.#socket.close(1008, message)
  }

  #wait(): void {
    if (this.#idle) this.#socket.cancel(this.#idle)
    const seconds = this.config.inactivity_timeout
    const message = `Have not received a new text input within the timeout of ${seconds} seconds. Streaming input terminated.`
    this.#idle = this.#socket.after(this.#deps.mouthIdleMs ?? seconds * 1000, () =>
      this.#fail('input_timeout_exceeded', message),
    )
  }

  #take(raw: unknown): void {
    this.#wait()
    const parsed = clientMessageSchema.safeParse(raw)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      return this.#fail('invalid_message', `Invalid message: ${issue?.message ?? ''}`)
    }
    const message = parsed.data
    if (message.close_socket) return this.#closeSocket()
    const id = message.context_id ?? DEFAULT_CONTEXT
    const known = this.#contexts.get(id)
    if (message.close_context) return known?.close()
    if (known?.isClosing) return this.#fail('invalid_message', `Context ${id} is closed.`)
    const context = known ?? this.#begin(id, message)
    if (known && (message.voice_settings ?? message.generation_config)) {
      return this.#fail('invalid_message', 'voice_settings can only be set in the first message.')
    }
    // The space that begins a context is no text.
    const text = known || message.text !== ' ' ? (message.text ?? '') : ''
    context?.write(text, message.flush ?? false)
  }

  #begin(id: string, message: ClientMessage): SpeechContext | undefined {
    if (this.#contexts.size >= MOST_CONTEXTS) {
      this.#fail('max_active_conversations', TOO_MANY)
      return undefined
    }
    const { voice_settings, generation_config } = message
    const context = new SpeechContext(
      id,
      this.#stage(),
      voice_settings?.speed ?? 1,
      generation_config?.chunk_length_schedule,
    )
    this.#contexts.set(id, context)
    this.begun.push(context)
    return context
  }

  #closeSocket(): void {
    this.#closing = true
    for (const context of this.#contexts.values()) context.close()
    if (this.#contexts.size === 0) this.#socket.close(1000)
  }

  #stage(): Stage {
    return {
      config: this.config,
      pace: this.#deps.pace,
      utter: (text, speed) => this.#deps.utter(text, this.#voice, speed),
      wait: (ms) => this.#pause(ms),
      send: (message: WireMessage) => this.#socket.send(message),
      sounded: (ms) => {
        if (ms >= this.#dropAtMs) this.#socket.drop()
      },
      over: (context) => {
        if (this.#contexts.get(context.id) === context) this.#contexts.delete(context.id)
        if (this.#contexts.size === 0) this.#settle()
      },
    }
  }

  #pause(ms: number): Promise<boolean> {
    if (!this.isOpen) return Promise.resolve(false)
    return Promise.race([
      new Promise<boolean>((resolve) => this.#socket.after(ms, () => resolve(true))),
      this.closed.then(() => false),
    ])
  }

  #settle(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
    if (this.#closing) this.#socket.close(1000)
  }
}
