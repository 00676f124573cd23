import { squaresOf } from '../../lib/mulawPower.ts'

/** What a level is the mean of, in ms. */
const LEVEL_MS = 20
const SAMPLES_PER_LEVEL = 160
/** Levels older than this are of no use, in ms. */
const KEPT_MS = 2_000

/**
 * How loud the caller's ear is, and will be: the levels of what was sent to the carrier, by when it is played. The
 * carrier's own delay is not in it, and makes an echo seem later.
 */
export class PlayedLevels {
  #levels: number[] = []
  /** When the first of them begins, epoch ms. */
  #from = 0
  /** Of the level that is not full yet: the sum of its squares, and their number. */
  #sum = 0
  #samples = 0

  /** More audio, base64 µ-law, that is played when all before it is. */
  play(payload: string, now: number): void {
    this.#forget(now)
    const silentFor = Math.round((now - this.#from) / LEVEL_MS) - this.#levels.length
    if (silentFor > 0) this.#beSilent(silentFor)
    for (const square of squaresOf(payload)) {
      this.#sum += square
      if (++this.#samples === SAMPLES_PER_LEVEL) this.#closeLevel()
    }
  }

  /** What was not played is not played any more. */
  clear(now: number): void {
    const played = Math.max(0, Math.ceil((now - this.#from) / LEVEL_MS))
    this.#levels.length = Math.min(this.#levels.length, played)
    this.#sum = 0
    this.#samples = 0
  }

  /** The power of what was played at a time, 0 where nothing was. */
  at(time: number): number {
    return this.#levels[Math.floor((time - this.#from) / LEVEL_MS)] ?? 0
  }

  #closeLevel(): void {
    this.#levels.push(this.#sum / SAMPLES_PER_LEVEL)
    this.#sum = 0
    this.#samples = 0
  }

  /** Nothing was played for so many levels; the rest of what was belongs to the first of them. */
  #beSilent(levels: number): void {
    this.#closeLevel()
    for (let n = 1; n < levels; n++) this.#levels.push(0)
  }

  #forget(now: number): void {
    const old = Math.floor((now - KEPT_MS - this.#from) / LEVEL_MS)
    if (old <= 0) return
    this.#levels.splice(0, old)
    this.#from += old * LEVEL_MS
  }
}
