/** Frames of 20 ms: ten seconds, and no more, since the caller has been asked to speak again by then. */
const KEPT_FRAMES = 500

/**
 * What the caller has said since an engine last gave a sign of life. Every engine that is opened
 * meanwhile gets all of it, as what was given to one that never listened, or went dark, is lost with it.
 */
export class CallerAudio {
  readonly #kept: string[] = []

  /** Keeps a frame, base64 µ-law; the oldest go when there are too many. */
  keep(payload: string): void {
    this.#kept.push(payload)
    // Not at every frame, as each of them moves all that are kept.
    if (this.#kept.length >= 2 * KEPT_FRAMES) this.#kept.splice(0, this.#kept.length - KEPT_FRAMES)
  }

  get frames(): readonly string[] {
    return this.#kept.slice(-KEPT_FRAMES)
  }

  /** An engine gives a sign of life: it has them all. */
  clear(): void {
    this.#kept.length = 0
  }
}
