/**
 * G.711 µ-law, the sound of the telephone: 8,000 bytes a second, one byte a sample.
 * https://www.itu.int/rec/T-REC-G.711
 */

/** The byte of a sample that is exactly zero. */
export const MULAW_SILENCE = 0xff

const BIAS = 132
const CLIP = 32_635

const DECODED = Int16Array.from({ length: 256 }, (_, byte) => decodeByte(byte))

/** To 16-bit samples. */
export function decodeMulaw(bytes: Uint8Array): Int16Array<ArrayBuffer> {
  const pcm = new Int16Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) pcm[i] = DECODED[bytes[i]!]!
  return pcm
}

/** From 16-bit samples. */
export function encodeMulaw(pcm: Int16Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pcm.length)
  for (let i = 0; i < pcm.length; i++) bytes[i] = encodeSample(pcm[i]!)
  return bytes
}

function decodeByte(byte: number): number {
  const bits = ~byte & 0xff
  const exponent = (bits >> 4) & 7
  const magnitude = ((((bits & 15) << 3) + BIAS) << exponent) - BIAS
  return bits & 0x80 ? -magnitude : magnitude
}

function encodeSample(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS
  // The bias puts the highest bit of every magnitude between 7 and 14.
  const exponent = 24 - Math.clz32(magnitude)
  const mantissa = (magnitude >> (exponent + 3)) & 15
  return ~(sign | (exponent << 4) | mantissa) & 0xff
}
