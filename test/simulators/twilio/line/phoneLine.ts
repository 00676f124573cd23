/**
 * The caller's end of the line: what the microphone takes up beside the caller, and what is lost on
 * the way. Works on one frame at a time; the same line does the same to the same call every time.
 */
import { decodeMulaw, encodeMulaw } from '../../../../worker/lib/audio/mulaw.ts'
import { atLevel, clip, gainOf, noise, randomSequence } from '../../audio/sounds.ts'
import type { LineOptions } from './lineOptions.ts'

/** How loud a caller usually speaks, in dBov. */
const SPEECH_DB = -20
const FRAME_MS = 20
const FRAME_SAMPLES = 160

/** What the caller's ear received between two times, in samples; 0 where nothing was playing. */
export type EarSound = (fromMs: number, samples: number) => Int16Array

export class PhoneLine {
  readonly #options: LineOptions
  readonly #ear: EarSound
  readonly #noise: Int16Array | null
  readonly #chance = randomSequence(11)
  #noiseAt = 0

  /** `ear` tells what was heard in the past, by the clock that frames are dated with. */
  constructor(options: LineOptions, ear: EarSound) {
    this.#options = options
    this.#ear = ear
    this.#noise = options.noise
      ? atLevel(noise(options.noise.kind), SPEECH_DB - options.noise.belowDb)
      : null
  }

  /**
   * The frame that ends at `at`, as Twilio receives it; `null` when it is lost. `voice` is what the
   * caller says in it, mu-law in base64.
   */
  carry(voice: string, at: number): string | null {
    const { echo, loss = 0 } = this.#options
    // Chance is asked for every frame, so that one lost more does not move all others.
    const isLost = this.#chance() < loss
    if (!echo && !this.#noise) return isLost ? null : voice
    const mixed = this.#mix(decodeMulaw(Buffer.from(voice, 'base64')), at)
    return isLost ? null : Buffer.from(encodeMulaw(mixed)).toString('base64')
  }

  #mix(voice: Int16Array, at: number): Int16Array {
    const { echo } = this.#options
    const ear = echo && this.#ear(at - FRAME_MS - echo.delayMs, FRAME_SAMPLES)
    const echoGain = echo ? gainOf(echo.db) : 0
    return voice.map((sample, n) => clip(sample + (ear?.[n] ?? 0) * echoGain + this.#nextNoise()))
  }

  #nextNoise(): number {
    if (!this.#noise) return 0
    this.#noiseAt = (this.#noiseAt + 1) % this.#noise.length
    return this.#noise[this.#noiseAt] ?? 0
  }
}
