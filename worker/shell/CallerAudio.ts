/** Frames of 20 ms: ten seconds, and no more, since the caller has been asked to speak again by then. */
const KEPT_FRAMES = 500
/** So many more may be there before the oldest go: each time moves all that are kept. */
const SLACK_FRAMES = 100

/**
 * What the caller has said since an engine last gave a sign of life. Every engine that is opened
 * meanwhile gets all of it, as what was given to one that never listened, or went dark, is lost with it.
 */
export class CallerAudio {
  readonly #kept: string[] = []

  /** Keeps a frame, base64 µ-law; the oldest go when there are too many. */
  keep(payload: string): void {
    this.#kept.push(payload)
    if (this.#kept.length > KEPT_FRAMES + SLACK_FRAMES) this.#kept.splice(0, SLACK_FRAMES)
  }

  get frames(): readonly string[] {
    return this.#kept.slice(-KEPT_FRAMES)
  }

  /** An engine gives a sign of life: it has them all. */
  clear(): void {
    this.#kept.length = 0
  }
}
