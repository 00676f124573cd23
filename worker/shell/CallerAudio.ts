/** Frames of 20 ms: ten seconds, and no more, since the caller has been asked to speak again by then. */
const KEPT_FRAMES = 500

/**
 * What the caller said while no engine listened. Every engine that is opened meanwhile gets all of it,
 * as what was given to one that never listened is lost with it.
 */
export class CallerAudio {
  #kept: string[] = []

  /** Keeps a frame, base64 µ-law; the oldest goes when there are too many. */
  keep(payload: string): void {
    this.#kept.push(payload)
    if (this.#kept.length > KEPT_FRAMES) this.#kept.shift()
  }

  get frames(): readonly string[] {
    return this.#kept
  }

  /** An engine listens, and has them all. */
  clear(): void {
    this.#kept = []
  }
}
