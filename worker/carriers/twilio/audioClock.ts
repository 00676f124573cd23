import { FRAME_MS } from '../../lib/base64Audio.ts'

/** A gap shorter than this is jitter. */
const JITTER_MS = 60
/**
 * Without a frame for this long, the carrier has stopped sending. Sooner would put silence into the
 * middle of a word when the network only stalls; the end of speech needs about as much silence anyway.
 */
const PAUSE_MS = 500
/** How often silence is passed on while the carrier pauses. */
const PAUSED_CHECK_MS = 100
/** A jump of the carrier's clock that is longer than this is no silence of the caller's. */
const LONGEST_FILL_MS = 10_000

/**
 * Keeps the model's sense of time right. Carriers stop sending frames while the caller is silent, and
 * a model that hears nothing never finds the end of speech; so the time that is missing is filled in.
 * Nothing of the caller's is ever dropped. Times are ms.
 */
export class AudioClock {
  /** The carrier's clock and ours at the first frame. */
  #origin: { timestampMs: number; at: number } | null = null
  /** Audio passed on since then, silence included. */
  #passedMs = 0
  #lastFrameAt = 0

  /** A frame came: how much silence belongs before it. */
  frameArrived(timestampMs: number, now: number): number {
    this.#lastFrameAt = now
    this.#origin ??= { timestampMs, at: now }
    const missing = timestampMs - this.#origin.timestampMs - this.#passedMs
    if (missing > LONGEST_FILL_MS) {
      this.#origin = { timestampMs, at: now }
      this.#passedMs = FRAME_MS
      return LONGEST_FILL_MS
    }
    const fill = missing >= JITTER_MS ? wholeFrames(missing) : 0
    this.#passedMs += fill + FRAME_MS
    return fill
  }

  /** How long from now nothing can be due: while frames come, silence is rarely looked for. */
  checkInMs(now: number): number {
    if (!this.#origin) return PAUSE_MS
    return Math.max(PAUSED_CHECK_MS, this.#lastFrameAt + PAUSE_MS - now)
  }

  /** How much silence to pass on now, because no frame came for a while. */
  silenceDue(now: number): number {
    if (!this.#origin || now - this.#lastFrameAt < PAUSE_MS) return 0
    const missing = now - this.#origin.at - this.#passedMs
    const fill = wholeFrames(Math.min(Math.max(0, missing), LONGEST_FILL_MS))
    this.#passedMs += fill
    return fill
  }
}

function wholeFrames(ms: number): number {
  return Math.floor(ms / FRAME_MS) * FRAME_MS
}
