import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime'
import { servedSettings } from '../../../convex/model/engines/realtime/settings.ts'
import type { EngineEffect } from '../../call/events.ts'
import type { HistoryItem } from '../../call/history.ts'
import type { Engine, EngineListener } from '../../call/ports.ts'
import { durationMs } from '../../lib/base64Audio.ts'
import type { OpenAiAccount } from '../../accounts.ts'
import { commandsFor, configure, PROBE, recall } from './commands.ts'
import { connect } from './connect.ts'
import { CONFIRMED, decode, quickEvent, type SessionFacts } from './protocol.ts'
import { Pulse } from './Pulse.ts'
import type { RealtimeBrief } from './session.ts'

/** The caller's audio kept while the session opens: two minutes of frames, more than it may take. */
const KEPT_FRAMES = 6_000

/**
 * OpenAI Realtime over WebSocket. The session is configured and told the history in the same breath as
 * the socket opens; the caller's audio, and what is asked for meanwhile, are kept until then.
 * https://developers.openai.com/api/docs/guides/realtime-conversations
 */
export class RealtimeEngine implements Engine {
  #socket: WebSocket | null = null
  #closed = false
  #waiting: string[] = []
  #waitingAudio: string[] = []
  #appendedMs = 0
  #serial = 0
  readonly #toolNames = new Map<string, string>()
  readonly #pulse = new Pulse({
    probe: () => this.#socket?.send(JSON.stringify(PROBE)),
    dead: (cause) => this.#lose(cause, null),
  })
  readonly #brief: RealtimeBrief
  readonly #account: OpenAiAccount
  readonly #listener: EngineListener

  constructor(brief: RealtimeBrief, account: OpenAiAccount, listener: EngineListener) {
    const today = new Date().toISOString().slice(0, 10)
    this.#brief = { ...brief, settings: servedSettings(brief.settings, today) }
    this.#account = account
    this.#listener = listener
  }

  hear(payload: string): void {
    if (this.#closed) return
    const message = `{"type":"input_audio_buffer.append","audio":"${payload}"}`
    this.#appendedMs += durationMs(payload)
    if (this.#socket) this.#socket.send(message)
    else if (this.#waitingAudio.length < KEPT_FRAMES) this.#waitingAudio.push(message)
  }

  perform(effect: EngineEffect): void {
    if (effect.type === 'engine.open') void this.#open(effect.history)
    else if (effect.type === 'engine.close') this.#close()
    else this.#send(commandsFor(effect, this.#brief, this.#serial++))
  }

  /** Never rejects: what goes wrong comes as an event. */
  async #open(history: readonly HistoryItem[]): Promise<void> {
    const { model } = this.#brief.settings
    const opened = await connect(this.#account, model, await this.#brief.callerHash())
    if (!(opened instanceof WebSocket)) {
      const { cause, again, retryAfterMs } = opened
      return again ? this.#lose(cause, retryAfterMs) : this.#fail(cause)
    }
    if (this.#closed) return letGo(opened)
    this.#adopt(opened)
    opened.send(JSON.stringify(configure(this.#brief)))
    for (const item of history) opened.send(JSON.stringify(recall(item)))
    // Events are handled in order, so nothing needs to wait for the answer to the configuration.
    this.#listener.happened({ type: 'engine.ready' })
    for (const message of [...this.#waiting, ...this.#waitingAudio]) opened.send(message)
    this.#waiting = []
    this.#waitingAudio = []
  }

  #adopt(socket: WebSocket): void {
    socket.addEventListener('message', ({ data }) => this.#receive(data))
    socket.addEventListener('close', ({ code, reason }) => {
      const why = reason ? `: ${reason}` : ''
      this.#lose(`The connection to OpenAI closed (code ${code})${why}.`, null)
    })
    // An oversized frame or a reserved opcode ends a socket without a close.
    socket.addEventListener('error', () => this.#lose('The connection to OpenAI broke.', null))
    socket.accept()
    this.#socket = socket
    this.#pulse.start()
  }

  #receive(data: unknown): void {
    if (this.#closed || typeof data !== 'string') return
    this.#pulse.beat()
    try {
      const event = quickEvent(data) ?? decode(data, this.#facts(), this.#brief.settings)
      if (!event) return
      if (event === CONFIRMED) return this.#pulse.confirm()
      if (event.type === 'engine.lost' || event.type === 'engine.failed') this.#close()
      this.#listener.happened(event)
    } catch (error) {
      this.#listener.unreadable(error)
    }
  }

  #facts(): SessionFacts {
    const { turnDetection } = this.#brief.settings
    const endSilenceMs = turnDetection.type === 'server_vad' ? turnDetection.silenceDurationMs : 0
    return { appendedMs: this.#appendedMs, endSilenceMs, toolNames: this.#toolNames }
  }

  #send(event: RealtimeClientEvent): void {
    const message = JSON.stringify(event)
    if (this.#socket) this.#socket.send(message)
    else if (!this.#closed) this.#waiting.push(message)
  }

  #lose(cause: string, retryAfterMs: number | null): void {
    if (this.#closed) return
    this.#close()
    this.#listener.happened({ type: 'engine.lost', cause, retryAfterMs })
  }

  #fail(detail: string): void {
    if (this.#closed) return
    this.#close()
    this.#listener.happened({ type: 'engine.failed', reason: 'model_failed', detail })
  }

  #close(): void {
    this.#closed = true
    this.#pulse.stop()
    this.#waiting = []
    this.#waitingAudio = []
    this.#socket?.close(1000)
    this.#socket = null
  }
}

/** A socket that nobody accepted is not closed by `close` alone. */
function letGo(socket: WebSocket): void {
  socket.accept()
  socket.close(1000)
}
