import { FRAME_MS } from '../lib/base64Audio.ts'

/** Ten seconds, and no more, since the caller has been asked to speak again by then. */
const KEPT_FRAMES = 10_000 / FRAME_MS
/** Half a second. */
const STRETCH_FRAMES = 25
/** In letters of base64. No carrier sends so much at once. */
const LONGEST_FRAME = 1_728
/** No frame has it, as it ends the frame in the carrier's JSON. */
const BETWEEN = '"'

/**
 * What the caller has said since an engine last gave a sign of life, the oldest frames left out. Every
 * engine that is opened meanwhile gets all of it, as what was given to one that never listened, or went
 * dark, is lost with it. Frames are joined to stretches: each kept alone for seconds, with the message that it
 * was cut out of, all frames of all calls would be moved about by the garbage collector.
 */
export class CallerAudio {
  /** The oldest first. */
  readonly #stretches: string[] = []
  /** What came after them. */
  readonly #latest: string[] = []

  /** Keeps a frame, base64 µ-law; one that is far too long is left out. */
  keep(payload: string): void {
    if (payload.length > LONGEST_FRAME) return
    this.#latest.push(payload)
    if (this.#latest.length < STRETCH_FRAMES) return
    this.#stretches.push(this.#latest.join(BETWEEN))
    this.#latest.length = 0
    if (this.#stretches.length > KEPT_FRAMES / STRETCH_FRAMES) this.#stretches.shift()
  }

  /** The oldest first. */
  get frames(): string[] {
    const whole = this.#stretches.flatMap((stretch) => stretch.split(BETWEEN))
    return [...whole, ...this.#latest].slice(-KEPT_FRAMES)
  }

  /** An engine gives a sign of life: it has them all. */
  clear(): void {
    this.#stretches.length = 0
    this.#latest.length = 0
  }
}
