const FRAME_MS = 20
/** So many frames make a stretch. */
const STRETCH = 10

/**
 * When the caller's frames were taken up. They come every 20 ms, some of them late: what the least late one of
 * the last third of a second was late is way, what others were beyond that is jitter. Times are epoch ms.
 */
export class FrameClock {
  #frames = 0
  #least = Infinity
  #leastBefore = Infinity

  /** A frame came: when it would have come without jitter. */
  frameAt(now: number): number {
    this.#frames += 1
    const due = this.#frames * FRAME_MS
    this.#least = Math.min(this.#least, now - due)
    const at = due + Math.min(this.#least, this.#leastBefore)
    if (this.#frames % STRETCH === 0) {
      this.#leastBefore = this.#least
      this.#least = Infinity
    }
    return at
  }
}
