/**
 * Finds the caller's turns in the appended audio, by the session's `turn_detection`. Every time is a
 * position in that audio. It decides; the session tells the client.
 * https://platform.openai.com/docs/guides/realtime-vad
 */
import { createVad, type Ear } from '../audio/vad.ts'
import type { Vad, VadEvent } from '../audio/vadEvents.ts'
import type { InputBuffer } from './inputBuffer.ts'
import type { TurnDetection } from './sessionConfig.ts'

export type TurnEvent =
  | { type: 'started'; startMs: number }
  | { type: 'stopped'; startMs: number; endMs: number }
  /** Nobody has spoken since the assistant's last word. */
  | { type: 'idle'; startMs: number; endMs: number }

/** The longest that semantic detection waits; it would need to understand to be quicker. */
const SEMANTIC_WAITS_MS = { low: 8000, medium: 4000, auto: 4000, high: 2000 } as const
const SEMANTIC_PREFIX_MS = 300
const SEMANTIC_THRESHOLD = 0.5
/** Sound kept before speech beyond the prefix: a VAD needs a moment to be certain. */
const HINDSIGHT_MS = 500

export class VadTurns {
  readonly #buffer: InputBuffer
  readonly #ear: Ear
  #detection: TurnDetection | null = null
  #vad: Vad | undefined
  #vadBaseMs = 0
  #speechStartMs: number | null = null
  #idleFromMs: number | null = null

  constructor(buffer: InputBuffer, ear: Ear) {
    this.#buffer = buffer
    this.#ear = ear
  }

  get speaking(): boolean {
    return this.#speechStartMs !== null
  }

  configure(detection: TurnDetection | null): void {
    this.#detection = detection
    if (!detection) {
      this.#vad = undefined
      this.#speechStartMs = null
      return
    }
    const options = { threshold: thresholdOf(detection), silenceMs: silenceOf(detection) }
    if (this.#vad) return this.#vad.configure(options)
    this.#vad = createVad(this.#ear, options)
    this.#vadBaseMs = this.#buffer.appendedMs
  }

  /** The samples just appended to the buffer. */
  hear(pcm: Int16Array): TurnEvent[] {
    if (!this.#vad) return []
    const events = this.#vad.push(pcm).map((event) => this.#turnEvent(event))
    // A turn that has just ended is still to be committed.
    if (!this.speaking && events.length === 0) {
      this.#buffer.dropBefore(this.#buffer.appendedMs - this.#prefixMs() - HINDSIGHT_MS)
    }
    const idle = this.#idleEvent()
    return idle ? [...events, idle] : events
  }

  /** The audio was committed or cleared under a turn in progress. */
  reset(): void {
    this.#vad?.reset()
    this.#speechStartMs = null
  }

  /** The idle time-out runs from the end of the assistant's speech, as the server reckons it. */
  assistantFinishes(atMs: number): void {
    this.#idleFromMs = atMs
  }

  stopIdleTimer(): void {
    this.#idleFromMs = null
  }

  #turnEvent(event: VadEvent): TurnEvent {
    const atMs = this.#vadBaseMs + event.atMs
    if (event.type === 'started') {
      this.stopIdleTimer()
      this.#speechStartMs = Math.max(this.#buffer.heldFromMs, Math.round(atMs - this.#prefixMs()))
      return { type: 'started', startMs: this.#speechStartMs }
    }
    const startMs = this.#speechStartMs ?? atMs
    this.#speechStartMs = null
    return { type: 'stopped', startMs, endMs: Math.round(atMs) }
  }

  #idleEvent(): TurnEvent | undefined {
    if (this.#detection?.type !== 'server_vad' || this.speaking) return undefined
    const { idle_timeout_ms: timeoutMs } = this.#detection
    const startMs = this.#idleFromMs
    if (timeoutMs === null || startMs === null) return undefined
    if (this.#buffer.appendedMs < startMs + timeoutMs) return undefined
    this.stopIdleTimer()
    return { type: 'idle', startMs: Math.round(startMs), endMs: Math.round(startMs + timeoutMs) }
  }

  #prefixMs(): number {
    return this.#detection?.type === 'server_vad'
      ? this.#detection.prefix_padding_ms
      : SEMANTIC_PREFIX_MS
  }
}

function thresholdOf(detection: TurnDetection): number {
  return detection.type === 'server_vad' ? detection.threshold : SEMANTIC_THRESHOLD
}

function silenceOf(detection: TurnDetection): number {
  return detection.type === 'server_vad'
    ? detection.silence_duration_ms
    : SEMANTIC_WAITS_MS[detection.eagerness]
}
