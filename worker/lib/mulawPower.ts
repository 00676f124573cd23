/**
 * The powers of base64 µ-law that is cut into pieces of so many bytes, the last of which may be shorter: the
 * mean of the squared samples, 1 being full scale. It decodes, which no call does that has no use for it.
 * https://www.itu.int/rec/T-REC-G.711
 */
export function powersOf(payload: string, bytesEach: number): number[] {
  const bytes = atob(payload)
  const powers: number[] = []
  for (let from = 0; from < bytes.length; from += bytesEach) {
    const to = Math.min(bytes.length, from + bytesEach)
    let sum = 0
    for (let at = from; at < to; at++) sum += SQUARES[bytes.charCodeAt(at)] ?? 0
    powers.push(sum / (to - from))
  }
  return powers
}

const FULL_SCALE = 32_768
const BIAS = 132

/** The square of each byte's sample. */
const SQUARES = Float64Array.from({ length: 256 }, (_, byte) => squareOf(byte))

function squareOf(byte: number): number {
  const bits = ~byte & 0x7f
  const magnitude = ((((bits & 15) << 3) + BIAS) << (bits >> 4)) - BIAS
  return (magnitude / FULL_SCALE) ** 2
}
