import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime'
import { addUsage, NO_USAGE, type Usage } from '../../../../convex/model/usage.ts'
import type { PartFailure } from '../../../call/ports.ts'
import { cancel, requestId, say } from './commands.ts'
import type { SpokenEvent } from './protocol.ts'

/** Who wants a text said. */
export interface Listener {
  audio(payload: string): void
  /** What was said, in words. */
  spoken(text: string): void
  /** Nothing else comes. `failure`: `null` when all of it was said. */
  ended(failure: PartFailure | null, usage: Usage | null): void
  /** Likewise, and nothing can be said here any more. */
  lost(failure: PartFailure): void
}

interface Rendition {
  /** `null`: nobody wants it any more. */
  listener: Listener | null
  /** `null`: it has not begun. */
  responseId: string | null
}

/** The responses of one session that say texts, each told from the others by its id. */
export class Speaker {
  #serial = 0
  #owed: Usage = NO_USAGE
  readonly #renditions = new Map<string, Rendition>()
  readonly #byResponse = new Map<string, string>()
  readonly #send: (event: RealtimeClientEvent) => void

  constructor(send: (event: RealtimeClientEvent) => void) {
    this.#send = send
  }

  /** Has a text said; what is returned stops it. */
  say(text: string, listener: Listener): () => void {
    const request = requestId(this.#serial++)
    const rendition: Rendition = { listener, responseId: null }
    this.#renditions.set(request, rendition)
    this.#send(say(text, request))
    return () => this.#stop(request, rendition)
  }

  /** What was used and not told yet. */
  takeOwed(): Usage {
    const owed = this.#owed
    this.#owed = NO_USAGE
    return owed
  }

  /** Something was used that could not be told with what was said. */
  owe(usage: Usage): void {
    this.#owed = addUsage(this.#owed, usage)
  }

  take(event: SpokenEvent): void {
    switch (event.type) {
      case 'response_started':
        return this.#started(event.requestId, event.responseId)
      case 'audio':
        return this.#listenerOf(event.responseId)?.audio(event.payload)
      case 'spoken':
        return this.#listenerOf(event.responseId)?.spoken(event.text)
      case 'response_done':
        return this.#done(event)
    }
  }

  /** A request was not taken. */
  refused(request: string, failure: PartFailure): void {
    const rendition = this.#renditions.get(request)
    this.#renditions.delete(request)
    rendition?.listener?.ended(failure, null)
  }

  /** The session is gone. */
  lost(failure: PartFailure): void {
    const listeners = [...this.#renditions.values()].map(({ listener }) => listener)
    this.#renditions.clear()
    this.#byResponse.clear()
    for (const listener of listeners) listener?.lost(failure)
  }

  /** A response that nobody wants (any more) is stopped. */
  #started(request: string | null, responseId: string): void {
    const rendition = request === null ? undefined : this.#renditions.get(request)
    if (request !== null && rendition) {
      rendition.responseId = responseId
      this.#byResponse.set(responseId, request)
    }
    if (!rendition?.listener) this.#send(cancel(responseId))
  }

  #done({ responseId, failure, usage }: Extract<SpokenEvent, { type: 'response_done' }>): void {
    const listener = this.#listenerOf(responseId)
    this.#renditions.delete(this.#byResponse.get(responseId) ?? '')
    this.#byResponse.delete(responseId)
    if (listener) listener.ended(failure, usage)
    else if (usage) this.owe(usage)
  }

  #stop(request: string, rendition: Rendition): void {
    if (!rendition.listener || !this.#renditions.has(request)) return
    rendition.listener = null
    if (rendition.responseId !== null) this.#send(cancel(rendition.responseId))
  }

  #listenerOf(responseId: string): Listener | null {
    const request = this.#byResponse.get(responseId)
    return (request !== undefined && this.#renditions.get(request)?.listener) || null
  }
}
