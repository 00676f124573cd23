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
  #stretches: string[] = []
  /** What came after them: the first `#kept` of these. */
  readonly #latest = Array.from({ length: STRETCH_FRAMES }, () => '')
  #kept = 0

  /** Keeps a frame, base64 µ-law; one that is far too long is left out. */
  keep(payload: string): void {
    if (payload.length > LONGEST_FRAME) return
    this.#latest[this.#kept++] = payload
    if (this.#kept < STRETCH_FRAMES) return
    this.#stretches.push(this.#latest.join(BETWEEN))
    this.#kept = 0
    if (this.#stretches.length > KEPT_FRAMES / STRETCH_FRAMES) this.#stretches.shift()
  }

  /** The oldest first. */
  get frames(): string[] {
    const whole = this.#stretches.flatMap((stretch) => stretch.split(BETWEEN))
    return [...whole, ...this.#latest.slice(0, this.#kept)].slice(-KEPT_FRAMES)
  }

  /** An engine gives a sign of life: it has them all. */
  clear(): void {
    if (this.#stretches.length > 0) this.#stretches = []
    this.#kept = 0
  }
}
