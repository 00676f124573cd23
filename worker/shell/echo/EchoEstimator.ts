import { NoiseFloor, softestVoice } from './NoiseFloor.ts'

/** An echo comes back after this: so soon over the nearest line, so late over two networks. In ms. */
const SOONEST_MS = 40
const LATEST_MS = 640
const STEP_MS = 20
/** So far around a time it is looked for what was played loudest and softest: delays are not steady. */
const AROUND_MS = 40

/** No echo is stronger than this, as power: −6 dB. */
const STRONGEST = 0.25
/** What exceeds the echo by less than this is the echo: loudspeakers distort. 3 dB. */
const MARGIN = 2
/** Below this nothing is played that could teach something. −45 dB of full scale. */
const AUDIBLE = 3e-5
/** A stretch of learning, in frames: three seconds. */
const STRETCH = 150

const DELAYS_MS = Array.from(
  { length: (LATEST_MS - SOONEST_MS) / STEP_MS + 1 },
  (_, n) => SOONEST_MS + n * STEP_MS,
)

/**
 * How much of the caller's sound is the agent's own, come back over their phone.
 *
 * Whatever comes back after a delay, the caller's frames are at least so loud. So the least ratio of what was
 * heard to what had been played bounds the echo of each delay, and what was played, times that bound, bounds
 * the sound that an echo explains. It needs no silence of the caller's to learn: speech has gaps of its own.
 * The bounds of a stretch of some seconds are forgotten after the next one, as a caller may pick up the
 * handset, or put it down.
 */
export class EchoEstimator {
  readonly #bounds = DELAYS_MS.map(() => STRONGEST)
  readonly #before = DELAYS_MS.map(() => STRONGEST)
  #learnt = 0
  readonly #noise = new NoiseFloor()

  /**
   * The caller's next frame, which ended at `at`. Powers are relative to full scale, `playedAt` tells what was
   * played at a time. Whether the frame is a voice that no echo explains.
   */
  isVoice(power: number, at: number, playedAt: (time: number) => number): boolean {
    const steps = AROUND_MS / STEP_MS
    const first = at - LATEST_MS - AROUND_MS
    const levels = Array.from({ length: DELAYS_MS.length + 2 * steps }, (_, n) =>
      playedAt(first + n * STEP_MS),
    ).toReversed()
    const around = DELAYS_MS.map((_, n) => levels.slice(n, n + 2 * steps + 1))
    const echo = this.#loudestEcho(around)
    this.#learn(power, around)
    return power > Math.max(softestVoice(this.#noise.with(power)), MARGIN * echo)
  }

  /** Bounds of neighbouring delays count as well: an echo wanders with the jitter of the line. */
  #loudestEcho(around: readonly number[][]): number {
    let loudest = 0
    for (const [n, levels] of around.entries()) {
      const bound = Math.max(this.#bound(n - 1), this.#bound(n), this.#bound(n + 1))
      loudest = Math.max(loudest, bound * Math.max(...levels))
    }
    return loudest
  }

  #bound(n: number): number {
    return Math.min(this.#bounds[n] ?? 0, this.#before[n] ?? 0)
  }

  #learn(power: number, around: readonly number[][]): void {
    let isAudible = false
    for (const [n, levels] of around.entries()) {
      const least = Math.min(...levels)
      if (least < AUDIBLE) continue
      isAudible = true
      this.#bounds[n] = Math.min(this.#bounds[n] ?? STRONGEST, power / least)
    }
    if (!isAudible || ++this.#learnt % STRETCH !== 0) return
    for (const n of DELAYS_MS.keys()) {
      this.#before[n] = this.#bounds[n] ?? STRONGEST
      this.#bounds[n] = STRONGEST
    }
  }
}
