/** How long one tone is, with its pause; one follows the other while the wait lasts. */
export const COMFORT_TONE_MS = 1_000

const SAMPLE_RATE = 8_000
const TONE_MS = 250
const FADE_MS = 60
const FREQUENCY_HZ = 425
/** Of full scale: soft, and well below speech (about −33 dBFS). */
const LEVEL = 0.022

/** A soft beat of a second, base64 µ-law at 8 kHz. */
export const COMFORT_TONE = encode()

function encode(): string {
  const samples = (COMFORT_TONE_MS * SAMPLE_RATE) / 1000
  let bytes = ''
  for (let at = 0; at < samples; at++) bytes += String.fromCharCode(muLaw(sampleAt(at)))
  return btoa(bytes)
}

function sampleAt(at: number): number {
  const ms = (at * 1000) / SAMPLE_RATE
  const fade = Math.max(0, Math.min(1, ms / FADE_MS, (TONE_MS - ms) / FADE_MS))
  return Math.round(
    32_767 * LEVEL * fade * Math.sin((2 * Math.PI * FREQUENCY_HZ * at) / SAMPLE_RATE),
  )
}

/** G.711 µ-law of a 16-bit sample. https://www.itu.int/rec/T-REC-G.711 */
function muLaw(sample: number): number {
  const BIAS = 132
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(32_635, Math.abs(sample)) + BIAS
  const exponent = Math.max(0, 31 - Math.clz32(magnitude) - 7)
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f
  return ~(sign | (exponent << 4) | mantissa) & 0xff
}
