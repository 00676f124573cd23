/**
 * Voice-activity detection by energy: sound is speech when it is clearly above both a fixed level and
 * the noise of the line, which is followed as the quietest moment of the last seconds. It costs next
 * to nothing, and takes a cough or a door for speech.
 */

import type { Vad, VadEvent, VadOptions } from './vadEvents.ts'

const SAMPLES_PER_MS = 8
const FRAME_MS = 10
const FRAME = FRAME_MS * SAMPLES_PER_MS
/** A click is shorter than this, a syllable is longer. */
const ONSET_MS = 60
/** Dips shorter than this, as between syllables, do not restart the count towards speech. */
const ONSET_GAP_MS = 40
/** The quietest 50 ms of the last 3 s, kept as six blocks. */
const BLOCK_MS = 500
const BLOCKS = 6
const SMOOTHING = 0.35
/** A trained ear hears speech for a moment after its last sound, so its end is told so much later. */
const AFTERGLOW_MS = 100
/** However noisy the line, speech this much louder than a whisper is not taken for noise. */
const LOUDEST_FLOOR_DB = -33
const SILENT_DB = -90

export class EnergyVad implements Vad {
  #options: VadOptions
  readonly #frame = new Int16Array(FRAME)
  #filled = 0
  #nowMs = 0
  #levelDb = SILENT_DB
  readonly #floor = new NoiseFloor()
  #speaking = false
  #loudMs = 0
  #quietMs = 0
  #roseAtMs = 0

  constructor(options: VadOptions) {
    this.#options = options
  }

  configure(options: VadOptions): void {
    this.#options = options
  }

  reset(): void {
    this.#speaking = false
    this.#loudMs = 0
    this.#quietMs = 0
  }

  push(pcm: Int16Array): VadEvent[] {
    const events: VadEvent[] = []
    for (let at = 0; at < pcm.length;) {
      const piece = pcm.subarray(at, at + FRAME - this.#filled)
      this.#frame.set(piece, this.#filled)
      this.#filled += piece.length
      at += piece.length
      if (this.#filled < FRAME) break
      this.#filled = 0
      const event = this.#hear(levelDb(this.#frame))
      if (event) events.push(event)
    }
    return events
  }

  #hear(frameDb: number): VadEvent | undefined {
    const startMs = this.#nowMs
    this.#nowMs += FRAME_MS
    this.#levelDb += (frameDb - this.#levelDb) * SMOOTHING
    this.#floor.hear(this.#levelDb)
    return this.#speaking ? this.#awaitSilence() : this.#awaitSpeech(startMs)
  }

  #awaitSpeech(startMs: number): VadEvent | undefined {
    if (this.#levelDb < this.#onsetDb()) {
      this.#quietMs += FRAME_MS
      if (this.#quietMs > ONSET_GAP_MS) this.#loudMs = 0
      return undefined
    }
    if (this.#loudMs === 0) this.#roseAtMs = startMs
    this.#quietMs = 0
    this.#loudMs += FRAME_MS
    if (this.#loudMs < ONSET_MS) return undefined
    this.#speaking = true
    return { type: 'started', atMs: this.#roseAtMs }
  }

  #awaitSilence(): VadEvent | undefined {
    this.#quietMs = this.#levelDb < this.#releaseDb() ? this.#quietMs + FRAME_MS : 0
    if (this.#quietMs < this.#options.silenceMs + AFTERGLOW_MS) return undefined
    this.reset()
    return { type: 'stopped', atMs: this.#nowMs }
  }

  #onsetDb(): number {
    const { threshold } = this.#options
    return Math.max(-50 + 24 * threshold, this.#floor.db + 5 + 7 * threshold)
  }

  /** Lower than the onset, so that soft endings of words do not count as silence. */
  #releaseDb(): number {
    return this.#onsetDb() - 4
  }
}

/** Follows the noise of the line: down at once, up as loud blocks replace quiet ones. */
class NoiseFloor {
  db = SILENT_DB
  #blocks: number[] = []
  #block = 0
  #blockMs = 0

  hear(levelDb: number): void {
    this.#block = Math.min(this.#block, levelDb)
    this.#blockMs += FRAME_MS
    if (this.#blockMs < BLOCK_MS) return
    this.#blocks = [...this.#blocks, this.#block].slice(-BLOCKS)
    this.#block = 0
    this.#blockMs = 0
    this.db = Math.min(LOUDEST_FLOOR_DB, ...this.#blocks)
  }
}

/** Relative to a full-scale square wave. */
function levelDb(frame: Int16Array): number {
  let energy = 0
  for (let i = 0; i < frame.length; i++) energy += frame[i]! * frame[i]!
  const rms = Math.sqrt(energy / frame.length) / 32_768
  return Math.max(SILENT_DB, 20 * Math.log10(rms + 1e-9))
}
