/** A text that is still being written: who reads it waits for more, and may read it again. */
export class TextFlow {
  #text = ''
  #ended = false
  #wake: () => void = () => {}
  #more = this.#next()
  readonly #whole = Promise.withResolvers<void>()

  get text(): string {
    return this.#text
  }

  get isEnded(): boolean {
    return this.#ended
  }

  /** When all of it is written. */
  get whole(): Promise<void> {
    return this.#whole.promise
  }

  write(delta: string): void {
    this.#text += delta
    this.#changed()
  }

  end(): void {
    this.#ended = true
    this.#whole.resolve()
    this.#changed()
  }

  /** From this character on. */
  async *read(from: number): AsyncGenerator<string> {
    let at = from
    for (;;) {
      const piece = this.#text.slice(at)
      at += piece.length
      if (piece !== '') yield piece
      else if (this.#ended) return
      else await this.#more
    }
  }

  /** Whether there is anything to say; it waits until that is known. */
  async hasWords(): Promise<boolean> {
    while (this.#text.trim() === '' && !this.#ended) await this.#more
    return this.#text.trim() !== ''
  }

  #next(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve))
  }

  #changed(): void {
    this.#wake()
    this.#more = this.#next()
  }
}
