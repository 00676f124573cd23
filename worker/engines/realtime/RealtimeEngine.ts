import { servedSettings } from '../../../convex/model/engines/realtime/settings.ts'
import type { OpenAiAccount } from '../../accounts.ts'
import type { EngineEffect } from '../../call/events.ts'
import type { HistoryItem } from '../../call/history.ts'
import type { Engine, EngineListener } from '../../call/ports.ts'
import { commandsFor, configure, recall } from './commands.ts'
import { connect, type NoSocket } from './connect.ts'
import { CONFIRMED, decode, endSilenceOf, quickEvent, type SessionFacts } from './protocol.ts'
import { RealtimeSocket } from './RealtimeSocket.ts'
import type { RealtimeBrief } from './session.ts'

/**
 * OpenAI Realtime over WebSocket. The session is configured and told the history in the same breath as
 * the socket opens; the caller's audio, and what is asked for meanwhile, are kept until then.
 * https://developers.openai.com/api/docs/guides/realtime-conversations
 */
export class RealtimeEngine implements Engine {
  #history: readonly HistoryItem[] = []
  #serial = 0
  readonly #toolNames = new Map<string, string>()
  readonly #socket = new RealtimeSocket({
    greet: () => [configure(this.#brief), ...this.#history.map(recall)],
    ready: () => this.#listener.happened({ type: 'engine.ready' }),
    receive: (text) => this.#receive(text),
    gone: (why) => this.#gone(why),
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
    this.#socket.append(payload)
  }

  perform(effect: EngineEffect): void {
    if (effect.type === 'engine.open') this.#open(effect.history)
    else if (effect.type === 'engine.close') this.#socket.close()
    else this.#socket.send(commandsFor(effect, this.#brief, this.#serial++))
  }

  #open(history: readonly HistoryItem[]): void {
    this.#history = history
    const { model } = this.#brief.settings
    void this.#socket.open(connect(this.#account, { model }, this.#brief.callerHash()))
  }

  #receive(text: string): void {
    try {
      const event = quickEvent(text) ?? decode(text, this.#facts(), this.#brief.settings)
      if (!event) return
      if (event === CONFIRMED) return this.#socket.confirm()
      if (event.type === 'engine.lost' || event.type === 'engine.failed') this.#socket.close()
      this.#listener.happened(event)
    } catch (error) {
      this.#listener.unreadable(error)
    }
  }

  #facts(): SessionFacts {
    const endSilenceMs = endSilenceOf(this.#brief.settings)
    return { appendedMs: this.#socket.appendedMs, endSilenceMs, toolNames: this.#toolNames }
  }

  #gone({ cause, again, retryAfterMs }: NoSocket): void {
    this.#listener.happened(
      again
        ? { type: 'engine.lost', cause, retryAfterMs }
        : { type: 'engine.failed', reason: 'model_failed', detail: cause },
    )
  }
}
