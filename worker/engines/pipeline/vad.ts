/** Hears when the caller speaks: Silero on the sound of the telephone. */
import type { VadSettings } from '../../../convex/model/engines/pipeline/settings.ts'
import { decodeMulaw } from '../../lib/audio/mulaw.ts'
import { sharedSilero } from './silero/index.ts'
import { WINDOW } from './silero/layout.ts'
import { emptyMemory, type Silero } from './silero/Silero.ts'
import { hearWindow, QUIET, type Speech, type SpeechEnd, type SpeechRules } from './speechEnds.ts'

export type VoiceChange =
  /** Speech began so long before the end of this audio. */
  | { type: 'started'; agoMs: number }
  /** Its last sound was so long before the end of this audio; it went on for `voiceMs`. */
  | { type: 'stopped'; agoMs: number; voiceMs: number }

export interface VoiceDetector {
  /** The caller's next audio: base64 µ-law, 8 kHz, as much of it as there is. */
  hear(payload: string): VoiceChange[]
}

/** Two windows: in one, a click or the beginning of a noise can look like speech. */
const ONSET_MS = 64

const SAMPLES_PER_MS = 8
const FULL_SCALE = 32_768
const BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte)
/** Each byte's sample, -1 to 1. */
const SAMPLES = Float32Array.from(decodeMulaw(BYTES), (sample) => sample / FULL_SCALE)

/** One for each call; what it hears is cut into windows of 32 ms. */
export function voiceDetector(
  { threshold, silenceMs }: VadSettings,
  silero: Silero = sharedSilero(),
): SileroDetector {
  return new SileroDetector({ threshold, silenceMs, onsetMs: ONSET_MS }, silero)
}

export class SileroDetector implements VoiceDetector {
  /** How probable speech was in the last whole window. */
  probability = 0
  readonly #rules: SpeechRules
  readonly #silero: Silero
  readonly #memory = emptyMemory()
  readonly #window = new Float32Array(WINDOW)
  #filled = 0
  #windows = 0
  #speech: Speech = QUIET

  constructor(rules: SpeechRules, silero: Silero) {
    this.#rules = rules
    this.#silero = silero
  }

  hear(payload: string): VoiceChange[] {
    const bytes = atob(payload)
    const ends: SpeechEnd[] = []
    for (let at = 0; at < bytes.length; at++) {
      this.#window[this.#filled++] = SAMPLES[bytes.charCodeAt(at)]!
      if (this.#filled < WINDOW) continue
      const end = this.#hearWindow()
      if (end) ends.push(end)
    }
    const heardMs = (this.#windows * WINDOW + this.#filled) / SAMPLES_PER_MS
    return ends.map(({ atMs, ...end }) => ({ ...end, agoMs: heardMs - atMs }))
  }

  #hearWindow(): SpeechEnd | null {
    this.#filled = 0
    this.probability = this.#silero.step(this.#memory, this.#window)
    const fromMs = (this.#windows * WINDOW) / SAMPLES_PER_MS
    this.#windows += 1
    const toMs = (this.#windows * WINDOW) / SAMPLES_PER_MS
    const window = { fromMs, toMs, probability: this.probability }
    const [speech, end] = hearWindow(this.#speech, window, this.#rules)
    this.#speech = speech
    return end
  }
}
