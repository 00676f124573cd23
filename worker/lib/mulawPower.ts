import { decodeMulaw } from './audio/mulaw.ts'

const FULL_SCALE = 32_768
const BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte)

/** The square of each byte's sample. */
const SQUARES = Float64Array.from(decodeMulaw(BYTES), (sample) => (sample / FULL_SCALE) ** 2)

/**
 * The squares of the samples of base64 µ-law, 1 being full scale. It decodes, which no call does that has no
 * use for it.
 */
export function squaresOf(payload: string): Float64Array {
  const bytes = atob(payload)
  return Float64Array.from({ length: bytes.length }, (_, at) => SQUARES[bytes.charCodeAt(at)] ?? 0)
}

/** The mean power of base64 µ-law, 1 being full scale. */
export function powerOf(payload: string): number {
  const squares = squaresOf(payload)
  return squares.reduce((sum, square) => sum + square, 0) / Math.max(1, squares.length)
}
