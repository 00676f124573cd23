import { encodeMulaw } from '../lib/audio/mulaw.ts'

/** How long one tone is, with its pause; one follows the other while the wait lasts. */
export const COMFORT_TONE_MS = 1_000

const SAMPLE_RATE = 8_000
const TONE_MS = 250
const FADE_MS = 60
const FREQUENCY_HZ = 425
/** Of full scale: soft, and well below speech (about −33 dBFS). */
const LEVEL = 0.022

let encoded: string | null = null

/** A soft beat of a second, base64 µ-law at 8 kHz. Made when somebody first waits, as most never do. */
export function comfortTone(): string {
  encoded ??= encode()
  return encoded
}

function encode(): string {
  const length = (COMFORT_TONE_MS * SAMPLE_RATE) / 1000
  const pcm = Int16Array.from({ length }, (_, at) => sampleAt(at))
  return btoa(String.fromCharCode(...encodeMulaw(pcm)))
}

function sampleAt(at: number): number {
  const ms = (at * 1000) / SAMPLE_RATE
  const fade = Math.max(0, Math.min(1, ms / FADE_MS, (TONE_MS - ms) / FADE_MS))
  return Math.round(
    32_767 * LEVEL * fade * Math.sin((2 * Math.PI * FREQUENCY_HZ * at) / SAMPLE_RATE),
  )
}
