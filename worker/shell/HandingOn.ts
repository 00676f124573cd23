import type { Conversation } from '../call/conversation.ts'
import type { Recorder } from './Recorder.ts'

/** What a call whose line broke hands on to the caller's next one, and what becomes of it when it is deleted. */
export class HandingOn {
  readonly #recorder: Recorder
  readonly #forgetEarlierOf: (callSid: string) => Promise<void>
  readonly #now: () => number

  /** `forgetEarlierOf`: makes another call forget what it was handed. */
  constructor(
    recorder: Recorder,
    forgetEarlierOf: (callSid: string) => Promise<void>,
    now: () => number,
  ) {
    this.#recorder = recorder
    this.#forgetEarlierOf = forgetEarlierOf
    this.#now = now
  }

  /**
   * What the call `next` goes on with; `null`: nothing. `isBroken`: this call still runs, and its line is gone.
   */
  to(next: string, withinMs: number, isBroken: boolean): Conversation | null {
    const conversation = this.#recorder.conversation(isBroken)
    if (!conversation || this.#now() - conversation.brokeAt > withinMs) return null
    this.#recorder.write({ kind: 'continued', by: next })
    return conversation
  }

  /** The call that this one went on with was deleted, and what was said in it. */
  async forgetEarlier(): Promise<void> {
    this.#recorder.journal.forgetEarlier()
    await this.forgetHandedOn()
  }

  /** What was said here is also with the call that went on with it. */
  async forgetHandedOn(): Promise<void> {
    const next = this.#recorder.journal.record?.call.continuedBy
    if (next) await this.#forgetEarlierOf(next)
  }
}
