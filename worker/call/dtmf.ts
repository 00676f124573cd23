import { encodeMulaw } from '../lib/audio/mulaw.ts'

/**
 * Dual tones as phones send them: a low and a high frequency for each key (ITU-T Q.23), base64 µ-law at
 * 8 kHz. Receivers want at least 40 ms of tone and of pause, both within 1.5 % of the frequency, and the
 * high one at most 4 dB above the low one (Q.24).
 */
const SAMPLE_RATE = 8_000
const TONE_MS = 100
const PAUSE_MS = 80
/** Against clicks. */
const FADE_MS = 3

const KEYS = ['123A', '456B', '789C', '*0#D']
const LOW_HZ = [697, 770, 852, 941]
const HIGH_HZ = [1209, 1336, 1477, 1633]

/** A sine of full scale is 3.17 dBm0 (ITU-T G.711). */
const FULL_SCALE_DBM0 = 3.17
const LOW_LEVEL = amplitudeOf(-9)
const HIGH_LEVEL = amplitudeOf(-7)

function amplitudeOf(dbm0: number): number {
  return 32_767 * 10 ** ((dbm0 - FULL_SCALE_DBM0) / 20)
}

/** How long these wait, in ms. */
const WAITS: Readonly<Record<string, number>> = { w: 500, ',': 2_000 }

export interface Tone {
  payload: string
  durationMs: number
}

const made = new Map<string, Tone>()

/** The sound of a key with the pause that follows it, or of a pause alone. */
export function toneOf(key: string): Tone {
  const known = made.get(key)
  if (known) return known
  const durationMs = WAITS[key] ?? TONE_MS + PAUSE_MS
  const pcm = new Int16Array((durationMs * SAMPLE_RATE) / 1000)
  const low = KEYS.findIndex((row) => row.includes(key))
  const high = KEYS[low]?.indexOf(key) ?? -1
  if (low >= 0) fill(pcm, LOW_HZ[low] ?? 0, HIGH_HZ[high] ?? 0)
  const tone = { payload: btoa(String.fromCharCode(...encodeMulaw(pcm))), durationMs }
  made.set(key, tone)
  return tone
}

function fill(pcm: Int16Array, lowHz: number, highHz: number): void {
  for (let at = 0; at < (TONE_MS * SAMPLE_RATE) / 1000; at++) {
    const ms = (at * 1000) / SAMPLE_RATE
    const fade = Math.min(1, ms / FADE_MS, (TONE_MS - ms) / FADE_MS)
    const angle = (2 * Math.PI * at) / SAMPLE_RATE
    const sample = LOW_LEVEL * Math.sin(lowHz * angle) + HIGH_LEVEL * Math.sin(highHz * angle)
    pcm[at] = Math.round(fade * sample)
  }
}
