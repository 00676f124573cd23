/** Before a turn begins so much is kept, as its first sound is older than the news of it: one second. */
const LEAD_FRAMES = 50
/** The most of one turn, in frames of 20 ms: a minute, as long as any turn may be. */
const MOST_FRAMES = 3_000

/** The caller's audio that new ears would have to be told: what is not words yet, and a little before it. */
export class KeptAudio {
  #frames: string[] = []

  /** `all`: none of it is words yet. */
  keep(payload: string, all: boolean): void {
    this.#frames.push(payload)
    const most = all ? MOST_FRAMES : LEAD_FRAMES
    // Cutting a few off at every frame would cost more than keeping twice as many for a while.
    if (this.#frames.length >= 2 * most) this.#frames = this.#frames.slice(-most)
  }

  get frames(): readonly string[] {
    return this.#frames
  }

  clear(): void {
    this.#frames = []
  }
}
