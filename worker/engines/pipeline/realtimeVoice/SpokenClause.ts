import type { Usage } from '../../../../convex/model/usage.ts'
import { PartError } from '../../../call/PartError.ts'
import type { MouthPiece, PartFailure } from '../../../call/ports.ts'
import { Channel } from './Channel.ts'
import type { Listener, Speaker } from './Speaker.ts'

/** A response of which nothing comes for so long has stalled; ms. */
const STALLED_MS = 2_500

const STALLED: PartFailure = {
  cause: `OpenAI stopped speaking for ${STALLED_MS / 1000} seconds.`,
  again: true,
  retryAfterMs: null,
}
const SILENT: PartFailure = {
  cause: 'OpenAI answered without a sound.',
  again: true,
  retryAfterMs: null,
}

/** One clause on its way from text to sound. It is tried a second time while nothing of it was played. */
export class SpokenClause implements Listener {
  readonly #text: string
  readonly #speaker: Speaker
  readonly #pieces = new Channel<MouthPiece>()
  readonly #finished = Promise.withResolvers<void>()
  #stop: () => void = () => {}
  #watch: ReturnType<typeof setTimeout> | undefined
  #attempts = 0
  #sounded = false
  #played = false
  #transcript = ''

  constructor(text: string, speaker: Speaker) {
    this.#text = text
    this.#speaker = speaker
    this.#begin()
  }

  /** Resolves when the vendor has done its part, well or not. */
  get finished(): Promise<void> {
    return this.#finished.promise
  }

  async *pieces(): AsyncGenerator<MouthPiece> {
    for await (const piece of this.#pieces) {
      if (piece.type === 'audio') this.#played = true
      yield piece
    }
  }

  /** Nobody wants it any more; what it has used is told with another. */
  stop(): void {
    for (const piece of this.#pieces.takeRest()) {
      if (piece.type === 'usage') this.#speaker.owe(piece.usage)
    }
    this.#end()
  }

  audio(payload: string): void {
    if (payload === '') return
    this.#awaitMore()
    this.#sounded = true
    this.#pieces.put({ type: 'audio', payload })
  }

  spoken(text: string): void {
    this.#transcript = text
  }

  ended(failure: PartFailure | null, usage: Usage | null): void {
    if (usage) this.#pieces.put({ type: 'usage', usage })
    if (failure) return this.#again(failure)
    if (!this.#sounded) return this.#again(SILENT)
    this.#pieces.put({ type: 'spoken', text: this.#transcript })
    this.#end()
  }

  lost(failure: PartFailure): void {
    this.#pieces.fail(new PartError(failure))
    this.#end()
  }

  #begin(): void {
    this.#attempts += 1
    this.#sounded = false
    this.#transcript = ''
    this.#stop = this.#speaker.say(this.#text, this)
    this.#awaitMore()
  }

  /** A vendor that says when it may be asked again is not asked before: that is for others to decide. */
  #again(failure: PartFailure): void {
    const mayRetry = failure.again && failure.retryAfterMs === null
    if (this.#attempts > 1 || this.#played || !mayRetry) return this.lost(failure)
    for (const piece of this.#pieces.takeRest()) {
      if (piece.type === 'usage') this.#pieces.put(piece)
    }
    this.#begin()
  }

  #end(): void {
    clearTimeout(this.#watch)
    this.#stop()
    this.#pieces.end()
    this.#finished.resolve()
  }

  #awaitMore(): void {
    clearTimeout(this.#watch)
    this.#watch = setTimeout(() => {
      this.#stop()
      this.#again(STALLED)
    }, STALLED_MS)
  }
}
