import { servedSettings } from '../../../convex/model/engines/realtime/settings.ts'
import type { OpenAiAccount } from '../../accounts.ts'
import type { EngineEffect } from '../../call/events.ts'
import type { HistoryItem } from '../../call/history.ts'
import type { DirectLine, Engine, EngineListener } from '../../call/ports.ts'
import type { NoSocket } from '../realtime/connect.ts'
import {
  CONFIRMED,
  decode,
  endSilenceOf,
  quickEvent,
  type SessionFacts,
} from '../realtime/protocol.ts'
import { RealtimeSocket } from '../realtime/RealtimeSocket.ts'
import type { RealtimeBrief } from '../realtime/session.ts'
import { attach } from './attach.ts'
import { directCommandsFor, firstWords, wordsAgain } from './commands.ts'
import { decodeSideband } from './sideband.ts'

/**
 * OpenAI Realtime on a SIP call, whose audio never passes through us. The call is answered when the engine
 * is opened for the first time; from then on the session lives as long as the call, and what is opened is
 * the socket beside it.
 * https://developers.openai.com/api/docs/guides/voice-sip
 */
export class SipEngine implements Engine {
  #history: readonly HistoryItem[] = []
  #isNew = false
  #serial = 0
  readonly #toolNames = new Map<string, string>()
  readonly #brief: RealtimeBrief
  readonly #line: DirectLine
  readonly #account: OpenAiAccount
  readonly #listener: EngineListener
  readonly #socket = new RealtimeSocket({
    greet: () => (this.#isNew ? firstWords(this.#history) : wordsAgain(this.#brief, this.#history)),
    ready: () => this.#listener.happened({ type: 'engine.ready' }),
    receive: (text) => this.#receive(text),
    gone: (why) => this.#gone(why),
  })

  constructor(
    brief: RealtimeBrief,
    line: DirectLine,
    account: OpenAiAccount,
    listener: EngineListener,
  ) {
    const today = new Date().toISOString().slice(0, 10)
    this.#brief = { ...brief, settings: servedSettings(brief.settings, today) }
    this.#line = line
    this.#account = account
    this.#listener = listener
  }

  /** The caller is heard without us. */
  hear(): void {}

  perform(effect: EngineEffect): void {
    if (effect.type === 'engine.open') return this.#open(effect.history)
    if (effect.type === 'engine.close') return this.#socket.close()
    for (const command of directCommandsFor(effect, this.#brief, this.#serial++)) {
      this.#socket.send(command)
    }
  }

  #open(history: readonly HistoryItem[]): void {
    this.#history = history
    this.#isNew = !this.#line.isTaken
    void this.#socket.open(attach(this.#account, this.#line, this.#brief))
  }

  #receive(text: string): void {
    try {
      const beside = decodeSideband(text)
      if (beside?.type === 'carrier.dtmf') return this.#listener.lineHappened(beside)
      const event = beside ?? quickEvent(text) ?? decode(text, this.#facts(), this.#brief.settings)
      // Where the audio is told of as well, it is no more than an echo of what the caller hears.
      if (!event || (event !== CONFIRMED && event.type === 'engine.audio')) return
      if (event === CONFIRMED) return this.#socket.confirm()
      if (event.type === 'engine.lost' || event.type === 'engine.failed') this.#socket.close()
      this.#listener.happened(event)
    } catch (error) {
      this.#listener.unreadable(error)
    }
  }

  #facts(): SessionFacts {
    const endSilenceMs = endSilenceOf(this.#brief.settings)
    return { appendedMs: null, endSilenceMs, toolNames: this.#toolNames }
  }

  /** No event tells that a leg has ended: one that is not there any more has. */
  #gone({ cause, again, retryAfterMs, isGone }: NoSocket): void {
    if (isGone) return this.#listener.lineHappened({ type: 'carrier.stopped' })
    this.#listener.happened(
      again
        ? { type: 'engine.lost', cause, retryAfterMs }
        : { type: 'engine.failed', reason: 'model_failed', detail: cause },
    )
  }
}
