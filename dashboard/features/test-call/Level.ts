/** A loudness that changes many times a second: shown without rendering the page anew. */
export class Level {
  #value = 0
  readonly #listeners = new Set<(value: number) => void>()

  set(value: number): void {
    if (value === this.#value) return
    this.#value = value
    for (const listener of this.#listeners) listener(value)
  }

  subscribe(listener: (value: number) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
