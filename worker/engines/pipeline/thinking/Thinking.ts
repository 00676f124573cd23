import { PartError } from '../../../call/PartError.ts'
import type { Brain, BrainPiece, BrainQuestion, PartFailure } from '../../../call/ports.ts'
import { Continuation } from '../afterHeard.ts'
import { failureOf } from '../failureOf.ts'
import { inPatience } from '../inPatience.ts'
import type { BrainSource } from '../partKit.ts'
import { pause } from '../pause.ts'
import { afterFailure, OWN, proved, type Standing, toldOf } from '../retry.ts'

const silent = (ms: number): PartFailure => ({
  cause: `The brain did not answer within ${ms / 1000} seconds.`,
  again: true,
  retryAfterMs: null,
})

export interface Thought {
  /** The question of this attempt; `written`: what has come of the answer. */
  question(attempt: number, written: string): BrainQuestion
  /** Of the first attempt made here. */
  attempt: number
  /** What was heard of the answer before. */
  known: string
}

export interface ThinkingListener {
  /** It is asked for, so many times in all. */
  asked(attempt: number): void
  troubled(detail: string): void
}

/** The brain of a call, and who follows it when it fails. */
export class Thinking {
  readonly #sources: readonly BrainSource[]
  #brain: { source: number; brain: Brain } | null = null
  #standing: Standing = OWN

  constructor(sources: readonly BrainSource[]) {
    this.#sources = sources
  }

  /**
   * One answer, whole and in order, however often it must be asked for. Throws a `PartError` when it is not
   * to be had (to its end). Ends when it is aborted.
   */
  async *answer(
    { question, attempt, known }: Thought,
    signal: AbortSignal,
    listener: ThinkingListener,
  ): AsyncGenerator<BrainPiece> {
    let written = ''
    for (let asked = attempt; !signal.aborted; asked++) {
      const continuation = new Continuation(known, written)
      let hasCalled = false
      listener.asked(asked)
      try {
        for await (const piece of this.#ask(question(asked, written), signal)) {
          if (signal.aborted) return
          if (piece.type === 'tool_call') hasCalled = true
          if (piece.type !== 'text') yield piece
          else {
            const delta = continuation.pass(piece.delta)
            written += delta
            if (delta !== '') yield { type: 'text', delta }
          }
        }
        this.#standing = proved(this.#standing)
        return
      } catch (error) {
        if (signal.aborted) return
        const failure = failureOf(error, 'brain')
        // What a tool does must not be asked for twice; its result leads on.
        if (hasCalled) return listener.troubled(failure.cause)
        await this.#tryNext(failure, signal, listener)
      }
    }
  }

  async #tryNext(
    failure: PartFailure,
    signal: AbortSignal,
    listener: ThinkingListener,
  ): Promise<void> {
    const before = this.#standing
    const next = afterFailure(before, failure, this.#sources.length)
    this.#standing = next?.standing ?? proved(before)
    if (!next) throw new PartError(failure)
    listener.troubled(toldOf('brain', failure, before, next))
    await pause(next.waitMs, signal)
  }

  #ask(question: BrainQuestion, signal: AbortSignal): AsyncIterable<BrainPiece> {
    const { source } = this.#standing
    const made = this.#sources[source]
    if (!made) {
      throw new PartError({ cause: 'There is no brain.', again: false, retryAfterMs: null })
    }
    if (this.#brain?.source !== source) this.#brain = { source, brain: made.create() }
    const { brain } = this.#brain
    const patience = { ms: made.patienceMs, late: () => new PartError(silent(made.patienceMs)) }
    return inPatience((stop) => brain.answer(question, stop), signal, patience)
  }
}
