import { isLoud } from '../../../../lib/base64Audio.ts'

/** How often it is looked, in ms. */
export const LOOK_MS = 1_000
/** A session that has not begun after so many looks never will. */
const BEGINS_WITHIN = 6
/** A commit that is not answered by then never is. */
const ANSWERS_WITHIN = 4
/** Without any message for so many looks, while somebody spoke for two seconds of them, nobody listens. */
const QUIET_LOOKS = 6
const LOUD_FRAMES = 100
/** One frame in so many is listened to. */
const SAMPLED = 5

export type Sight = 'no_frames' | 'not_begun' | 'no_answer' | 'deaf' | null

/**
 * Tells ears that work from ears that only seem to: TCP can go dark without a close, and Scribe has no
 * ping. It counts looks and frames, so that a frame costs no reading of the clock.
 */
export class Vigil {
  #begun = false
  #looks = 0
  #frames = 0
  #loud = 0
  #sinceMessage = 0
  #sinceCommit: number | null = null

  heard(payload: string): void {
    this.#frames += 1
    if (this.#frames % SAMPLED === 0 && isLoud(payload)) this.#loud += SAMPLED
  }

  begun(): void {
    this.#begun = true
  }

  /** A message came. */
  told(): void {
    this.#loud = 0
    this.#sinceMessage = 0
  }

  committed(): void {
    this.#sinceCommit ??= 0
  }

  /** `pending`: commits that are still to be answered. */
  answered(pending: number): void {
    this.#sinceCommit = pending > 0 ? 0 : null
  }

  /** What is to be seen, once every `LOOK_MS`. */
  look(): Sight {
    const noFrames = this.#frames === 0
    this.#frames = 0
    this.#looks += 1
    this.#sinceMessage += 1
    if (this.#sinceCommit !== null) this.#sinceCommit += 1
    if (!this.#begun) return this.#looks >= BEGINS_WITHIN ? 'not_begun' : null
    if ((this.#sinceCommit ?? 0) > ANSWERS_WITHIN) return 'no_answer'
    if (this.#sinceMessage > QUIET_LOOKS && this.#loud >= LOUD_FRAMES) return 'deaf'
    return noFrames ? 'no_frames' : null
  }
}
