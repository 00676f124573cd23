import type { ElevenLabsMouth } from '../../../../../convex/model/engines/pipeline/settings.ts'
import type { ElevenLabsAccount } from '../../../../accounts.ts'
import type { PartFailure, PartListener } from '../../../../call/ports.ts'
import { connect, letGo } from '../../elevenlabs/connect.ts'
import { BROKEN, closeFailure, failureOf } from '../../elevenlabs/failures.ts'
import {
  type Alignment,
  beginContext,
  closeContext,
  decode,
  MOST_CONTEXTS,
  pathOf,
  type SpeechMessage,
  speechQuery,
  writeText,
} from './protocol.ts'

/** Who is told what becomes of a context. */
export interface ContextListener {
  spoke(payload: string, alignment: Alignment | null): void
  /** All has come. */
  final(): void
  failed(failure: PartFailure): void
}

/** How a mouth wants its voice. */
export interface Voice {
  settings: ElevenLabsMouth
  locale: string
  account: ElevenLabsAccount
}

/** One socket, and what is spoken over it. A context counts until the vendor has said that it is over. */
export class MouthSocket {
  /** Resolves when it is open, or with the reason why it never will be. */
  readonly opened: Promise<PartFailure | null>
  #socket: WebSocket | null = null
  #gone: PartFailure | null = null
  #hasSpoken = false
  /** Each context with who listens to it; `null`: nobody any more. */
  readonly #contexts = new Map<string, ContextListener | null>()
  readonly #voice: Voice
  readonly #listener: PartListener
  readonly #onGone: (socket: MouthSocket) => void

  /** `onGone` is told when it has ended by itself. */
  constructor(voice: Voice, listener: PartListener, onGone: (socket: MouthSocket) => void) {
    this.#voice = voice
    this.#listener = listener
    this.#onGone = onGone
    this.opened = this.#open()
  }

  /** It was good for something. */
  get hasSpoken(): boolean {
    return this.#hasSpoken
  }

  get hasPlace(): boolean {
    return this.#gone === null && this.#contexts.size < MOST_CONTEXTS
  }

  /** It has no place left, and nobody listens to what is still coming. */
  get isSpent(): boolean {
    return !this.hasPlace && [...this.#contexts.values()].every((listener) => listener === null)
  }

  /** Takes a place; the context begins with its first words. */
  take(contextId: string, listener: ContextListener): void {
    this.#contexts.set(contextId, listener)
  }

  /** Gives a place back that was never begun. */
  release(contextId: string): void {
    this.#contexts.delete(contextId)
  }

  begin(contextId: string): void {
    this.#socket?.send(beginContext(contextId, this.#voice.settings))
  }

  write(contextId: string, text: string, flush: boolean): void {
    this.#socket?.send(writeText(contextId, text, flush))
  }

  /** Nothing more is written; what was flushed still comes. */
  finish(contextId: string): void {
    this.#socket?.send(closeContext(contextId))
  }

  /** Nobody listens any more. `finished`: the vendor knows already that no more is written. */
  abandon(contextId: string, finished: boolean): void {
    if (!this.#contexts.has(contextId)) return
    this.#contexts.set(contextId, null)
    if (!finished) this.finish(contextId)
  }

  /** Nothing comes of it any more. */
  giveUp(failure: PartFailure): void {
    this.#lose(failure)
  }

  close(): void {
    this.#end({ cause: 'The mouth was closed.', again: false, retryAfterMs: null })
  }

  /** Never rejects. */
  async #open(): Promise<PartFailure | null> {
    const { settings, locale, account } = this.#voice
    const opened = await connect(account, pathOf(settings), speechQuery(settings, locale))
    if (!(opened instanceof WebSocket)) this.#lose(opened)
    else if (this.#gone) letGo(opened)
    else this.#adopt(opened)
    return this.#gone
  }

  #adopt(socket: WebSocket): void {
    socket.addEventListener('message', ({ data }) => this.#receive(data))
    socket.addEventListener('close', ({ code, reason }) => this.#lose(closeFailure(code, reason)))
    // An oversized frame or a reserved opcode ends a socket without a close.
    socket.addEventListener('error', () => this.#lose(BROKEN))
    socket.accept()
    this.#socket = socket
  }

  #receive(data: unknown): void {
    if (this.#gone || typeof data !== 'string') return
    try {
      const message = decode(data)
      if (message) this.#take(message)
    } catch (error) {
      this.#listener.unreadable(error)
    }
  }

  #take(message: SpeechMessage): void {
    if ('error' in message) return this.#lose(failureOf(message.error, message.message))
    const { contextId, audio, alignment } = message
    const listener = this.#contexts.get(contextId)
    if (audio) listener?.spoke(audio, alignment ?? null)
    if (!message.isFinal) return
    this.#hasSpoken = true
    this.#contexts.delete(contextId)
    listener?.final()
  }

  #lose(failure: PartFailure): void {
    if (this.#gone) return
    this.#end(failure)
    this.#onGone(this)
  }

  #end(failure: PartFailure): void {
    if (this.#gone) return
    this.#gone = failure
    this.#socket?.close(1000)
    this.#socket = null
    for (const listener of this.#contexts.values()) listener?.failed(failure)
    this.#contexts.clear()
  }
}
