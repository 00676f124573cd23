import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime'
import { servedModel } from '../../../convex/model/models.ts'
import type { EngineEffect } from '../../call/events.ts'
import type { EmitEngineEvent, Engine, EngineBrief } from '../../call/ports.ts'
import { durationMs } from '../../lib/base64Audio.ts'
import { commandsFor, configure } from './commands.ts'
import { connect } from './connect.ts'
import { decode, type HeardByModel, quickDelta } from './protocol.ts'

export interface OpenAiAccount {
  apiKey: string
  /** For example `https://api.openai.com/v1`. */
  baseUrl: string
}

/** The caller's audio kept while the session opens: two minutes of frames, more than it may take. */
const KEPT_FRAMES = 6_000

/**
 * OpenAI Realtime over WebSocket. The session is configured and the first response asked for in the
 * same breath as the socket opens; the caller's audio is kept until then.
 * https://developers.openai.com/api/docs/guides/realtime-conversations
 */
export class RealtimeEngine implements Engine {
  #socket: WebSocket | null = null
  #closed = false
  #waiting: string[] = []
  #appendedMs = 0
  #serial = 0
  readonly #brief: EngineBrief
  readonly #emit: EmitEngineEvent
  readonly #onUnreadable: (error: unknown) => void

  constructor(brief: EngineBrief, emit: EmitEngineEvent, onUnreadable: (error: unknown) => void) {
    this.#brief = brief
    this.#emit = emit
    this.#onUnreadable = onUnreadable
  }

  /** Opens the session. Never rejects: what goes wrong comes as `engine.failed`. */
  async open(account: OpenAiAccount): Promise<void> {
    const today = new Date().toISOString().slice(0, 10)
    const model = servedModel(this.#brief.voice.model, today)
    const opened = await connect(account, model, this.#brief.callerHash)
    if (typeof opened === 'string') return this.#fail(opened)
    if (this.#closed) return opened.close(1000)
    opened.addEventListener('message', ({ data }) => this.#receive(data))
    opened.addEventListener('close', ({ code }) => {
      this.#fail(`The connection to OpenAI closed (code ${code}).`)
    })
    opened.accept()
    this.#socket = opened
    this.#send(configure(this.#brief))
    // Events are handled in order, so nothing needs to wait for the answer to the configuration.
    this.#emit({ type: 'engine.ready' })
    for (const message of this.#waiting) opened.send(message)
    this.#waiting = []
  }

  hear(payload: string): void {
    const message = `{"type":"input_audio_buffer.append","audio":"${payload}"}`
    this.#appendedMs += durationMs(payload)
    if (this.#socket) this.#socket.send(message)
    else if (this.#waiting.length < KEPT_FRAMES) this.#waiting.push(message)
  }

  perform(effect: EngineEffect): void {
    if (effect.type === 'engine.close') this.#close()
    else this.#send(commandsFor(effect, this.#brief, this.#serial++))
  }

  #receive(data: unknown): void {
    if (this.#closed || typeof data !== 'string') return
    try {
      const event = quickDelta(data) ?? decode(data, this.#heardByModel())
      if (event) this.#emit(event)
    } catch (error) {
      this.#onUnreadable(error)
    }
  }

  #heardByModel(): HeardByModel {
    const { turnDetection } = this.#brief.voice
    const endSilenceMs = turnDetection.type === 'server_vad' ? turnDetection.silenceDurationMs : 0
    return { appendedMs: this.#appendedMs, endSilenceMs }
  }

  #send(event: RealtimeClientEvent): void {
    this.#socket?.send(JSON.stringify(event))
  }

  #fail(detail: string): void {
    if (this.#closed) return
    this.#close()
    this.#emit({ type: 'engine.failed', reason: 'model_failed', detail })
  }

  #close(): void {
    this.#closed = true
    this.#waiting = []
    this.#socket?.close(1000)
    this.#socket = null
  }
}
