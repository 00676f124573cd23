/** 20 ms at 8 kHz: what the phone network sends at once. */
export const FRAME_SAMPLES = 160

/** Cuts a stream of samples into frames of 20 ms, whatever pieces it comes in. */
export class FrameCutter {
  #frame = new Float32Array(FRAME_SAMPLES)
  #filled = 0

  /** The frames that these samples complete. */
  push(samples: Float32Array): Float32Array[] {
    const frames: Float32Array[] = []
    let taken = 0
    while (taken < samples.length) {
      const piece = samples.subarray(taken, taken + FRAME_SAMPLES - this.#filled)
      this.#frame.set(piece, this.#filled)
      this.#filled += piece.length
      taken += piece.length
      if (this.#filled < FRAME_SAMPLES) break
      frames.push(this.#frame)
      this.#frame = new Float32Array(FRAME_SAMPLES)
      this.#filled = 0
    }
    return frames
  }
}
