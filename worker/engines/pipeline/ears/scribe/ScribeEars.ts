import { usageLines, type Usage } from '../../../../../convex/model/usage.ts'
import type { ElevenLabsAccount } from '../../../../accounts.ts'
import type { Ears, EarsListener, PartFailure } from '../../../../call/ports.ts'
import { durationMs } from '../../../../lib/base64Audio.ts'
import { redact } from '../../../../lib/redact.ts'
import { connect, letGo } from '../../elevenlabs/connect.ts'
import { BROKEN, closeFailure, failureOf, silent } from '../../elevenlabs/failures.ts'
import {
  audioMessage,
  COMMIT,
  quiet,
  decode,
  type ScribeMessage,
  type ScribeSettings,
  sessionQuery,
} from './protocol.ts'
import { LOOK_MS, type Sight, Vigil } from './Vigil.ts'

const PATH = '/v1/speech-to-text/realtime'
/** What is kept while it connects: two minutes of frames, more than it may take. */
const KEPT_MESSAGES = 6_000
/** What takes the place of frames that do not come: without it Scribe finds no end, and gives up. */
const SILENCE = audioMessage(quiet(LOOK_MS))

/**
 * ElevenLabs Scribe, by its realtime socket. With our own VAD beside it every turn is committed by us,
 * and answered by exactly one final; without, Scribe finds the ends of turns.
 */
export class ScribeEars implements Ears {
  #socket: WebSocket | null = null
  #closed = false
  #waiting: string[] = []
  /** Commits that are still to be answered. */
  #pending = 0
  /** Of the turn in progress: Scribe commits by itself what grows too long. */
  #earlier = ''
  #heardMs = 0
  #timer: ReturnType<typeof setInterval> | null = null
  readonly #vigil = new Vigil()
  readonly #settings: ScribeSettings
  readonly #listener: EarsListener

  constructor(
    settings: ScribeSettings,
    locale: string,
    account: ElevenLabsAccount,
    listener: EarsListener,
  ) {
    this.#settings = settings
    this.#listener = listener
    void this.#open(account, sessionQuery(settings, locale))
  }

  hear(payload: string): void {
    if (this.#closed) return
    this.#heardMs += durationMs(payload)
    this.#vigil.heard(payload)
    this.#send(audioMessage(payload))
  }

  commit(): void {
    if (this.#closed || !this.#settings.vad.on) return
    this.#pending += 1
    this.#vigil.committed()
    this.#send(COMMIT)
  }

  close(): void {
    this.#closed = true
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    this.#waiting = []
    this.#socket?.close(1000)
    this.#socket = null
  }

  /** Never rejects: what goes wrong comes as an event. */
  async #open(account: ElevenLabsAccount, query: URLSearchParams): Promise<void> {
    const opened = await connect(account, PATH, query)
    if (!(opened instanceof WebSocket)) return this.#fail(opened)
    if (this.#closed) return letGo(opened)
    this.#adopt(opened)
    for (const message of this.#waiting) opened.send(message)
    this.#waiting = []
    this.#timer = setInterval(() => this.#see(this.#vigil.look()), LOOK_MS)
  }

  #adopt(socket: WebSocket): void {
    socket.addEventListener('message', ({ data }) => this.#receive(data))
    socket.addEventListener('close', ({ code, reason }) => this.#fail(closeFailure(code, reason)))
    // An oversized frame or a reserved opcode ends a socket without a close.
    socket.addEventListener('error', () => this.#fail(BROKEN))
    socket.accept()
    this.#socket = socket
  }

  #send(message: string): void {
    if (this.#socket) this.#socket.send(message)
    else if (this.#waiting.length < KEPT_MESSAGES) this.#waiting.push(message)
  }

  #receive(data: unknown): void {
    if (this.#closed || typeof data !== 'string') return
    this.#vigil.told()
    try {
      const message = decode(data)
      if (message) this.#take(message)
    } catch (error) {
      this.#listener.unreadable(error)
    }
  }

  #take(message: ScribeMessage): void {
    switch (message.message_type) {
      case 'session_started':
        this.#vigil.begun()
        return this.#listener.happened({ type: 'ears.ready' })
      case 'partial_transcript':
        if (message.text.trim() === '') return
        return this.#listener.happened({ type: 'ears.partial', text: this.#turn(message.text) })
      case 'committed_transcript':
        return this.#committed(message.text)
      case 'commit_throttled':
        return this.#committed('')
      case 'warning':
        return this.#trouble(message.warning)
      case 'input_error':
      case 'chunk_size_exceeded':
        return this.#trouble(message.error)
      case 'error':
      case 'auth_error':
      case 'insufficient_audio_activity':
      case 'invalid_request':
      case 'queue_overflow':
      case 'quota_exceeded':
      case 'rate_limited':
      case 'resource_exhausted':
      case 'session_time_limit_exceeded':
      case 'transcriber_error':
      case 'unaccepted_terms':
        return this.#fail(failureOf(message.message_type, message.error))
    }
  }

  #committed(text: string): void {
    const whole = this.#turn(text)
    // What Scribe commits unasked, while we do the asking, is the beginning of a long turn.
    const unasked = this.#settings.vad.on && this.#pending === 0
    this.#earlier = unasked ? whole : ''
    if (unasked) return
    if (this.#settings.vad.on) this.#vigil.answered(--this.#pending)
    else if (whole === '') return
    this.#listener.happened({ type: 'ears.final', text: whole, usage: this.#usage() })
  }

  #turn(text: string): string {
    return `${this.#earlier} ${text}`.trim()
  }

  /** What was heard since the last turn. */
  #usage(): Usage {
    const heard_sec = this.#heardMs / 1000
    this.#heardMs = 0
    const { model } = this.#settings
    return usageLines({ part: 'ears', vendor: 'elevenlabs', model }, { heard_sec })
  }

  #see(sight: Sight): void {
    switch (sight) {
      case null:
        return
      case 'no_frames':
        this.#heardMs += LOOK_MS
        return this.#send(SILENCE)
      case 'not_begun':
        return this.#fail(silent('did not begin to listen'))
      case 'no_answer':
        return this.#fail(silent('gave no transcript'))
      case 'deaf':
        return this.#fail(silent('gave no sign of life any more'))
    }
  }

  #trouble(detail: string): void {
    this.#listener.happened({ type: 'ears.troubled', detail: redact(`ElevenLabs: ${detail}`) })
  }

  #fail(failure: PartFailure): void {
    if (this.#closed) return
    this.close()
    this.#listener.happened({ type: 'ears.failed', failure })
  }
}
