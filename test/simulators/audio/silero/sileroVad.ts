/**
 * Voice-activity detection by a trained net: it hears soft speech and the agent's own echo, and takes
 * no cough for a word. Every position is a multiple of 32 ms.
 */
import type { Vad, VadEvent, VadOptions } from '../vadEvents.ts'
import { SileroNet, WINDOW } from './net.ts'

const WINDOW_MS = 32
/** Speech goes on while it is this much less probable than where it began. */
const HYSTERESIS = 0.15

export class SileroVad implements Vad {
  #options: VadOptions
  readonly #net = new SileroNet()
  readonly #window = new Int16Array(WINDOW)
  #filled = 0
  #nowMs = 0
  #speaking = false
  /** Where the silence began that may end the speech. */
  #quietFromMs: number | null = null

  constructor(options: VadOptions) {
    this.#options = options
  }

  configure(options: VadOptions): void {
    this.#options = options
  }

  reset(): void {
    this.#speaking = false
    this.#quietFromMs = null
  }

  push(pcm: Int16Array): VadEvent[] {
    const events: VadEvent[] = []
    for (let at = 0; at < pcm.length;) {
      const piece = pcm.subarray(at, at + WINDOW - this.#filled)
      this.#window.set(piece, this.#filled)
      this.#filled += piece.length
      at += piece.length
      if (this.#filled < WINDOW) break
      this.#filled = 0
      this.#nowMs += WINDOW_MS
      const event = this.#judge(this.#net.step(this.#window))
      if (event) events.push(event)
    }
    return events
  }

  #judge(probability: number): VadEvent | undefined {
    const { threshold, silenceMs } = this.#options
    const startMs = this.#nowMs - WINDOW_MS
    if (probability >= threshold) {
      this.#quietFromMs = null
      if (this.#speaking) return undefined
      this.#speaking = true
      return { type: 'started', atMs: startMs }
    }
    if (!this.#speaking) return undefined
    if (probability < threshold - HYSTERESIS) this.#quietFromMs ??= startMs
    if (this.#quietFromMs === null || this.#nowMs - this.#quietFromMs < silenceMs) return undefined
    this.reset()
    return { type: 'stopped', atMs: this.#nowMs }
  }
}
