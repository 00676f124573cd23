/** Frames of 20 ms: ten seconds, and no more, since the caller has been asked to speak again by then. */
const KEPT_FRAMES = 500

/** What the caller said while no engine was there to hear it. */
export class CallerAudio {
  #kept: string[] = []

  /** Keeps a frame, base64 µ-law; the oldest goes when there are too many. */
  keep(payload: string): void {
    this.#kept.push(payload)
    if (this.#kept.length > KEPT_FRAMES) this.#kept.shift()
  }

  /** All that is kept, for the engine that comes. */
  take(): readonly string[] {
    const kept = this.#kept
    this.#kept = []
    return kept
  }
}
