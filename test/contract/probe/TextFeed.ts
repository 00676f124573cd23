/** A text in the writing: it is read while it is fed. */
export class TextFeed implements AsyncIterable<string> {
  readonly #pieces: string[] = []
  #over: 'ended' | 'failed' | null = null
  #wake: () => void = () => {}

  write(piece: string): void {
    this.#pieces.push(piece)
    this.#wake()
  }

  finish(how: 'ended' | 'failed'): void {
    this.#over = how
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncIterator<string> {
    for (;;) {
      const piece = this.#pieces.shift()
      if (piece !== undefined) yield piece
      else if (this.#over === 'failed') throw new Error('The writer failed.')
      else if (this.#over === 'ended') return
      else await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}
