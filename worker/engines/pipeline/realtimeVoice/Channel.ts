type End = { how: 'ended' } | { how: 'failed'; error: unknown }

/** What one side puts in, the other takes out in the same order. There is one taker. */
export class Channel<Item> implements AsyncIterable<Item> {
  #items: Item[] = []
  #end: End | null = null
  #wake: () => void = () => {}

  put(item: Item): void {
    this.#items.push(item)
    this.#wake()
  }

  /** What was not taken yet, to whoever asks instead of the taker. */
  takeRest(): Item[] {
    const rest = this.#items
    this.#items = []
    return rest
  }

  /** Nothing else comes. */
  end(): void {
    this.#endWith({ how: 'ended' })
  }

  /** Whoever has taken the rest gets this error. */
  fail(error: unknown): void {
    this.#endWith({ how: 'failed', error })
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    for (;;) {
      // Nothing may be awaited between the look and the wait, or what is put in between wakes nobody.
      if (this.#items.length === 0) {
        if (this.#end?.how === 'failed') throw this.#end.error
        if (this.#end) return
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
      for (const item of this.#items.splice(0, 1)) yield item
    }
  }

  #endWith(end: End): void {
    this.#end ??= end
    this.#wake()
  }
}
