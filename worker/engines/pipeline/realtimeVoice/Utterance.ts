import type { MouthPiece } from '../../../call/ports.ts'
import { Channel } from './Channel.ts'
import type { Speaker } from './Speaker.ts'
import { SpokenClause } from './SpokenClause.ts'

/**
 * How many clauses are made at once: while one is played the next is there already, and an interruption
 * costs no more than one that nobody hears.
 */
const AT_ONCE = 2

/** A text on its way to sound, clause by clause. */
export class Utterance {
  readonly #texts: AsyncGenerator<string>
  readonly #speaker: () => Speaker
  readonly #clauses = new Channel<SpokenClause>()
  #running: SpokenClause[] = []
  #stopped = false

  /** `speaker`: who says the next clause. */
  constructor(texts: AsyncGenerator<string>, speaker: () => Speaker) {
    this.#texts = texts
    this.#speaker = speaker
  }

  /** Ends when all of it has come, or once it is stopped. */
  async *pieces(): AsyncGenerator<MouthPiece> {
    void this.#sayAll()
    for await (const clause of this.#clauses) yield* clause.pieces()
  }

  stop(): void {
    if (this.#stopped) return
    this.#clauses.end()
    this.#letGo()
    // Whoever writes the text is told by its own signal; what it still throws concerns nobody here.
    this.#texts.return(undefined).catch(() => {})
  }

  async #sayAll(): Promise<void> {
    try {
      for await (const text of this.#texts) {
        await this.#turn()
        if (this.#stopped) return
        const clause = new SpokenClause(text, this.#speaker())
        this.#running.push(clause)
        this.#clauses.put(clause)
      }
      this.#clauses.end()
    } catch (error) {
      this.#clauses.fail(error)
      this.#letGo()
    }
  }

  #letGo(): void {
    this.#stopped = true
    for (const clause of [...this.#running, ...this.#clauses.takeRest()]) clause.stop()
  }

  async #turn(): Promise<void> {
    while (this.#running.length >= AT_ONCE) {
      await this.#running[0]?.finished
      this.#running = this.#running.slice(1)
    }
  }
}
