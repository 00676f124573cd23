/** The line's noise is the least that so many frames in a row have, on average. */
const NOISE_FRAMES = 5
/** What was least is forgotten after twice so many frames: six seconds. */
const STRETCH = 150

/** What is always there on a line, beneath the voices. Powers are relative to full scale. */
export class NoiseFloor {
  readonly #last: number[] = []
  #noise = Infinity
  #noiseBefore = Infinity
  #frames = 0

  /** The noise, as far as it is known with this frame. */
  with(power: number): number {
    this.#last.push(power)
    if (this.#last.length > NOISE_FRAMES) this.#last.shift()
    const mean = this.#last.reduce((sum, each) => sum + each, 0) / this.#last.length
    if (this.#last.length === NOISE_FRAMES) this.#noise = Math.min(this.#noise, mean)
    if (++this.#frames % STRETCH === 0) {
      this.#noiseBefore = this.#noise
      this.#noise = Infinity
    }
    const least = Math.min(this.#noise, this.#noiseBefore)
    return Number.isFinite(least) ? least : 0
  }
}

/** No voice is softer than this, −53 dB of full scale, */
const SOFTEST_VOICE = 5e-6
/** or than so many times what is always there on the line: 9 dB. */
const OVER_NOISE = 8

/** How loud a voice is at least, over this noise. */
export function softestVoice(noise: number): number {
  return Math.max(SOFTEST_VOICE, OVER_NOISE * noise)
}
