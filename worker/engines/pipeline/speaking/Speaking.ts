import { PartError } from '../../../call/PartError.ts'
import type { Mouth, MouthPiece, PartFailure } from '../../../call/ports.ts'
import { durationMs } from '../../../lib/base64Audio.ts'
import { failureOf } from '../failureOf.ts'
import { pause } from '../pause.ts'
import { afterFailure, OWN, proved, type Standing, toldOf } from '../retry.ts'
import { NOTHING_SAID, type Progress, spokenLength, timed } from './spokenLength.ts'
import type { TextFlow } from './TextFlow.ts'
import { Watchdog } from './Watchdog.ts'

/** From a text that is written to its end to the next of its sound, in ms. */
const PATIENCE_MS = 3_000

const SILENT: PartFailure = {
  cause: 'The mouth gave no sound for 3 seconds.',
  again: true,
  retryAfterMs: null,
}

/** The mouth of a call, and who follows it when it fails. */
export class Speaking {
  readonly #sources: readonly (() => Mouth)[]
  #mouth: { source: number; mouth: Mouth } | null = null
  #standing: Standing = OWN
  #closed = false

  constructor(sources: readonly (() => Mouth)[]) {
    this.#sources = sources
  }

  /** Lets the mouth connect before it is needed. */
  open(): void {
    this.#mouthNow()
  }

  close(): void {
    this.#closed = true
    this.#mouth?.mouth.close()
    this.#mouth = null
  }

  /**
   * Says the text. A mouth that breaks off is asked, or its spare is, for what was not said yet; times are
   * those of the whole. Throws a `PartError` when nobody says it (to its end). Ends when it is aborted.
   */
  async *say(
    flow: TextFlow,
    signal: AbortSignal,
    troubled: (detail: string) => void,
  ): AsyncGenerator<MouthPiece> {
    let from = 0
    let fromMs = 0
    while (!signal.aborted) {
      const run = new Run(flow, from)
      try {
        for await (const piece of run.pieces(this.#mouthNow(), signal)) {
          if (signal.aborted) return
          yield later(piece, fromMs)
        }
        this.#standing = proved(this.#standing)
        return
      } catch (error) {
        if (signal.aborted || this.#closed) return
        const failure = failureOf(error, 'mouth')
        from += run.spokenLength
        fromMs += run.audioMs
        if (flow.isEnded && flow.text.slice(from).trim() === '') return
        await this.#tryNext(failure, signal, troubled)
      }
    }
  }

  async #tryNext(
    failure: PartFailure,
    signal: AbortSignal,
    troubled: (detail: string) => void,
  ): Promise<void> {
    const before = this.#standing
    const next = afterFailure(before, failure, this.#sources.length)
    this.#standing = next?.standing ?? proved(before)
    if (!next) throw new PartError(failure)
    troubled(toldOf('mouth', failure, before, next))
    await pause(next.waitMs, signal)
  }

  #mouthNow(): Mouth {
    const { source } = this.#standing
    if (this.#mouth?.source === source) return this.#mouth.mouth
    const make = this.#sources[source]
    if (!make) throw new PartError({ ...SILENT, cause: 'There is no mouth.', again: false })
    this.#mouth?.mouth.close()
    this.#mouth = { source, mouth: make() }
    return this.#mouth.mouth
  }
}

function later(piece: MouthPiece, ms: number): MouthPiece {
  if (piece.type !== 'words' || ms === 0) return piece
  const words = piece.words.map((word) => ({
    ...word,
    startMs: word.startMs + ms,
    endMs: word.endMs + ms,
  }))
  return { type: 'words', words }
}

/** One try at a text, from a character on. */
class Run {
  readonly #flow: TextFlow
  readonly #from: number
  #progress: Progress = NOTHING_SAID

  constructor(flow: TextFlow, from: number) {
    this.#flow = flow
    this.#from = from
  }

  get audioMs(): number {
    return this.#progress.audioMs
  }

  get spokenLength(): number {
    return spokenLength(this.#text, this.#progress)
  }

  get #text(): string {
    return this.#flow.text.slice(this.#from)
  }

  async *pieces(mouth: Mouth, signal: AbortSignal): AsyncGenerator<MouthPiece> {
    const work = new AbortController()
    const stalled = Promise.withResolvers<never>()
    const stop = (): void => work.abort(signal.reason)
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
    const watchdog = new Watchdog(PATIENCE_MS, () => stalled.reject(new PartError(SILENT)))
    // Until the text is whole, a mouth may be waiting for the end of a clause.
    void this.#flow.whole.then(() => work.signal.aborted || watchdog.feed())
    const said = mouth.say(this.#flow.read(this.#from), work.signal)[Symbol.asyncIterator]()
    try {
      for (;;) {
        const next = await Promise.race([said.next(), stalled.promise])
        if (next.done) return
        this.#note(next.value)
        if (this.#flow.isEnded) watchdog.feed()
        yield next.value
      }
    } finally {
      watchdog.stop()
      signal.removeEventListener('abort', stop)
      work.abort()
      // A mouth that does not settle any more must not keep the call waiting.
      said.return?.().then(undefined, () => {})
    }
  }

  #note(piece: MouthPiece): void {
    if (piece.type === 'audio') {
      this.#progress = {
        ...this.#progress,
        audioMs: this.#progress.audioMs + durationMs(piece.payload),
      }
    }
    if (piece.type === 'words') this.#progress = timed(this.#text, this.#progress, piece.words)
  }
}
