import type { MouthPiece } from '../../../../call/ports.ts'

/** What comes of an utterance, until it ends or fails; read once. */
export class Pieces {
  readonly #waiting: MouthPiece[] = []
  #over: { error: unknown } | 'ended' | null = null
  #wake: () => void = () => {}

  push(piece: MouthPiece): void {
    if (this.#over) return
    this.#waiting.push(piece)
    this.#wake()
  }

  end(): void {
    this.#over ??= 'ended'
    this.#wake()
  }

  /** What came before is still read. */
  fail(error: unknown): void {
    this.#over ??= { error }
    this.#wake()
  }

  /** Ends, and what was not read yet never is. */
  drop(): void {
    this.#waiting.length = 0
    this.end()
  }

  async *read(): AsyncGenerator<MouthPiece> {
    for (;;) {
      const piece = this.#waiting.shift()
      if (piece) yield piece
      else if (this.#over === 'ended') return
      else if (this.#over) throw this.#over.error
      else await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}
