import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime'
import type { OpenAiAccount } from '../../../accounts.ts'
import type { PartBrief, PartFailure, PartListener } from '../../../call/ports.ts'
import { RESPOND } from '../../realtime/commands.ts'
import { connect } from '../../realtime/connect.ts'
import { quickEvent } from '../../realtime/protocol.ts'
import { RealtimeSocket } from '../../realtime/RealtimeSocket.ts'
import { configure } from './commands.ts'
import { decode, type HeardEvent, type SessionEvent, type VoiceEvent } from './protocol.ts'
import { servedPlan, type VoicePlan } from './session.ts'
import { Speaker } from './Speaker.ts'

/** What is told of the caller. */
export interface Hearing {
  ready(): void
  take(event: HeardEvent): void
  refused(eventId: string, empty: boolean, detail: string): void
  troubled(detail: string): void
  failed(failure: PartFailure): void
}

/**
 * One Realtime session that hears for ears, speaks for a mouth, or both, and thinks nothing. It connects
 * when it is made and lives until each of those whom it serves has left it.
 * https://developers.openai.com/api/docs/guides/realtime-conversations
 */
export class RealtimeVoice {
  readonly speaker = new Speaker((event) => this.send(event))
  #hearing: Hearing | null = null
  #served = 0
  #ready = false
  readonly #plan: VoicePlan
  readonly #listener: PartListener
  readonly #socket = new RealtimeSocket({
    greet: () => [configure(this.#plan)],
    ready: () => this.#becomeReady(),
    receive: (text) => this.#receive(text),
    gone: (failure) => this.#gone(failure),
  })

  constructor(plan: VoicePlan, brief: PartBrief, account: OpenAiAccount, listener: PartListener) {
    this.#plan = servedPlan(plan, new Date().toISOString().slice(0, 10))
    this.#listener = listener
    void this.#socket.open(connect(account, { model: this.#plan.model }, brief.callerHash()))
  }

  get gone(): boolean {
    return this.#socket.closed
  }

  /** It finds the ends of the caller's turns. */
  get endsTurns(): boolean {
    return this.#plan.hearing?.endsTurns ?? false
  }

  /** Somebody uses it, who will leave it. */
  join(): void {
    this.#served += 1
  }

  /** Joins it, to be told of the caller. */
  hearFor(hearing: Hearing): void {
    this.#hearing = hearing
    this.join()
    // Whoever makes the ears has to have them before they hear of them.
    if (this.#ready) queueMicrotask(() => hearing.ready())
  }

  append(payload: string): void {
    this.#socket.append(payload)
  }

  send(event: RealtimeClientEvent): void {
    this.#socket.send(event)
  }

  sendBehindAudio(event: RealtimeClientEvent): void {
    this.#socket.sendBehindAudio(event)
  }

  /** One of those whom it serves needs it no more. */
  leave(): void {
    this.#served -= 1
    if (this.#served === 0) this.#socket.close()
  }

  #becomeReady(): void {
    this.#ready = true
    this.#hearing?.ready()
  }

  #receive(text: string): void {
    try {
      const event = quickVoice(text) ?? decode(text, this.#plan, this.#socket.appendedMs)
      if (event) this.#take(event)
    } catch (error) {
      this.#listener.unreadable(error)
    }
  }

  #take(event: VoiceEvent): void {
    switch (event.type) {
      case 'speech_started':
      case 'speech_stopped':
      case 'committed':
      case 'understood':
      case 'transcribed':
      case 'not_transcribed':
        return this.#hearing?.take(event)
      case 'response_started':
      case 'audio':
      case 'spoken':
      case 'response_done':
        return this.speaker.take(event)
      case 'confirmed':
        return this.#socket.confirm()
      case 'refused':
        return this.#refused(event)
      case 'troubled':
        return this.#hearing?.troubled(event.detail)
      case 'failed':
        this.#socket.close()
        return this.#gone(event.failure)
    }
  }

  #refused({ eventId, empty, failure }: Extract<SessionEvent, { type: 'refused' }>): void {
    if (eventId.startsWith(RESPOND)) return this.speaker.refused(eventId, failure)
    this.#hearing?.refused(eventId, empty, failure.cause)
  }

  #gone(failure: PartFailure): void {
    this.#hearing?.failed(failure)
    this.speaker.lost(failure)
  }
}

/** Nearly all that a session sends is sound, which is not parsed. */
function quickVoice(text: string): VoiceEvent | null {
  const event = quickEvent(text)
  if (event?.type === 'engine.speech_started') return { type: 'speech_started' }
  if (event?.type !== 'engine.audio') return null
  return { type: 'audio', responseId: event.responseId, payload: event.payload }
}
