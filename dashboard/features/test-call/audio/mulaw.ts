/**
 * G.711 µ-law (ITU-T G.711), between the samples of Web Audio (-1 to 1) and the bytes of the phone
 * network. A byte holds sign, exponent and mantissa, all inverted.
 */
const BIAS = 132
const CLIP = 32_635

const SAMPLES = Float32Array.from({ length: 256 }, (_, byte) => sampleOf(byte))

/** The byte of silence. */
export const MULAW_SILENCE = 0xff

export function decodeMulaw(bytes: Uint8Array): Float32Array {
  return Float32Array.from(bytes, (byte) => SAMPLES[byte]!)
}

export function encodeMulaw(samples: Float32Array): Uint8Array {
  return Uint8Array.from(samples, byteOf)
}

function sampleOf(byte: number): number {
  const bits = ~byte & 0xff
  const exponent = (bits >> 4) & 7
  const magnitude = ((((bits & 15) << 3) + BIAS) << exponent) - BIAS
  return (bits & 0x80 ? -magnitude : magnitude) / 32_768
}

function byteOf(sample: number): number {
  const pcm = Math.round(sample * 32_768)
  const sign = pcm < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(pcm), CLIP) + BIAS
  const exponent = 31 - Math.clz32(magnitude) - 7
  const mantissa = (magnitude >> (exponent + 3)) & 15
  return ~(sign | (exponent << 4) | mantissa) & 0xff
}
