import type { BrainEvent } from '../../chat/events.ts'
import { PartError } from '../../call/PartError.ts'
import type { Brain, BrainQuestion } from '../../call/ports.ts'
import { Continuation } from '../../engines/pipeline/afterHeard.ts'
import { failureOf } from '../../engines/pipeline/failureOf.ts'
import { inPatience } from '../../engines/pipeline/inPatience.ts'
import { pause } from '../../engines/pipeline/pause.ts'

/** How long a brain may take to its first words, and from one piece to the next; ms. */
const PATIENCE_MS = 30_000
/** Words that come within so long are written down and shown together; ms. */
const GATHER_MS = 80

const late = (): PartError =>
  new PartError({
    cause: `The brain did not answer within ${PATIENCE_MS / 1000} seconds.`,
    again: true,
    retryAfterMs: null,
  })

export interface Asked {
  question: BrainQuestion
  /** What was shown of this answer before. */
  written: string
  /** How many attempts have failed: then the spare is asked, where there is one. */
  failures: number
  waitMs: number
}

/** Asks a brain for one answer at a time, and reports what comes of it. */
export class Asking {
  /** The agent's own brain first, then its spare. */
  readonly #brains: readonly (() => Brain)[]
  readonly #happened: (event: BrainEvent) => void
  #stop: AbortController | null = null

  constructor(brains: readonly (() => Brain)[], happened: (event: BrainEvent) => void) {
    this.#brains = brains
    this.#happened = happened
  }

  /** Nobody waits for what was asked before. */
  ask(asked: Asked): void {
    this.stop()
    this.#stop = new AbortController()
    void this.#run(asked, this.#stop.signal)
  }

  stop(): void {
    this.#stop?.abort()
    this.#stop = null
  }

  async #run({ question, written, failures, waitMs }: Asked, signal: AbortSignal): Promise<void> {
    const { key, attempt } = question
    await pause(waitMs, signal)
    const happened = (event: BrainEvent): void => {
      // What was used is paid for, whoever still waits for it.
      if (!signal.aborted || event.type === 'brain.used') this.#happened(event)
    }
    const words = new Gathering((delta) => happened({ type: 'brain.wrote', key, attempt, delta }))
    let cut: string | null = null
    try {
      const continuation = new Continuation('', written)
      for await (const piece of this.#pieces(question, failures, signal)) {
        if (signal.aborted && piece.type !== 'usage') break
        switch (piece.type) {
          case 'text':
            words.add(continuation.pass(piece.delta))
            break
          case 'tool_call': {
            const { toolCallId, name, args } = piece
            words.flush()
            happened({ type: 'brain.called', key, attempt, toolCallId, name, args })
            break
          }
          case 'usage':
            happened({ type: 'brain.used', usage: piece.usage })
            break
          case 'incomplete':
            cut = piece.detail
        }
      }
      words.flush()
      happened({ type: 'brain.done', key, attempt, cut })
    } catch (error) {
      words.flush()
      happened({ type: 'brain.failed', key, attempt, failure: failureOf(error, 'brain') })
    }
  }

  #pieces(question: BrainQuestion, failures: number, signal: AbortSignal) {
    const brain = this.#brains[Math.min(failures, this.#brains.length - 1)]
    if (!brain) {
      throw new PartError({ cause: 'There is no brain.', again: false, retryAfterMs: null })
    }
    const patience = { ms: PATIENCE_MS, late }
    return inPatience((stop) => brain().answer(question, stop), signal, patience)
  }
}

/** Words that belong to one moment. */
class Gathering {
  readonly #gathered: (text: string) => void
  #text = ''
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(gathered: (text: string) => void) {
    this.#gathered = gathered
  }

  add(text: string): void {
    this.#text += text
    if (text !== '') this.#timer ??= setTimeout(() => this.flush(), GATHER_MS)
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const text = this.#text
    this.#text = ''
    if (text !== '') this.#gathered(text)
  }
}
