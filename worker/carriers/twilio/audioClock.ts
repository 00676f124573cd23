import { FRAME_MS } from '../../lib/base64Audio.ts'

/** A gap shorter than this is jitter. */
const JITTER_MS = 60
/**
 * Without a frame for this long, the carrier has stopped sending. Sooner would put silence into the
 * middle of a word when the network only stalls; the end of speech needs about as much silence anyway.
 */
const PAUSE_MS = 500
/**
 * A line that has sent so much without a gap sends the caller's silence, too, as theirs are seldom so long
 * without any. Where its frames stay away, the network stalls, and that ends nobody's turn …
 */
const UNBROKEN_FRAMES = 5_000 / FRAME_MS
/** … unless it takes so long. */
const STALL_MS = 2_000
/** How often silence is passed on while the carrier pauses. */
const PAUSED_CHECK_MS = 100
/** A jump of the carrier's clock that is longer than this is no silence of the caller's. */
const LONGEST_FILL_MS = 10_000

/**
 * Keeps the model's sense of time right. Carriers stop sending frames while the caller is silent, so
 * the time that is missing is filled in: when frames come again, and before that where the model waits
 * for the end of speech, which it would never find. Nothing of the caller's is ever dropped. Times are
 * ms.
 */
export class AudioClock {
  /** The carrier's clock at the first frame. */
  #originMs: number | null = null
  /** Audio passed on since then, silence included. */
  #passedMs = 0
  /** Frames since the last gap. */
  #unbroken = 0
  #quietSince = 0
  /** Silence passed on since then. */
  #filledMs = 0

  /** A frame came: how much silence belongs before it. */
  frameArrived(timestampMs: number): number {
    // What is no time tells of no silence.
    if (!Number.isFinite(timestampMs)) {
      this.#passedMs += FRAME_MS
      return 0
    }
    this.#originMs ??= timestampMs
    const missing = timestampMs - this.#originMs - this.#passedMs
    if (Math.abs(missing) > LONGEST_FILL_MS) {
      this.#originMs = timestampMs
      this.#passedMs = FRAME_MS
      this.#unbroken = 0
      return missing > 0 ? LONGEST_FILL_MS : 0
    }
    const fill = missing >= JITTER_MS ? wholeFrames(missing) : 0
    this.#unbroken = fill > 0 ? 0 : this.#unbroken + 1
    this.#passedMs += fill + FRAME_MS
    return fill
  }

  /** A pause, if this is one, began now: a frame has just come, or the wait for the end of speech began. */
  quietFrom(now: number): void {
    this.#quietSince = now
    this.#filledMs = 0
  }

  /** How much silence to pass on now, because no frame came for a while. */
  silenceDue(now: number): number {
    const quietMs = now - this.#quietSince
    if (quietMs < this.#patienceMs) return 0
    const missing = Math.min(quietMs - FRAME_MS, LONGEST_FILL_MS) - this.#filledMs
    const fill = wholeFrames(Math.max(0, missing))
    this.#unbroken = 0
    this.#filledMs += fill
    this.#passedMs += fill
    return fill
  }

  /** How long from now no silence can be due. */
  checkInMs(now: number): number {
    return Math.max(PAUSED_CHECK_MS, this.#quietSince + this.#patienceMs - now)
  }

  /** Without a frame for so long, the caller is silent. */
  get #patienceMs(): number {
    return this.#unbroken >= UNBROKEN_FRAMES ? STALL_MS : PAUSE_MS
  }
}

function wholeFrames(ms: number): number {
  return Math.floor(ms / FRAME_MS) * FRAME_MS
}
