/**
 * What Silero has learned, read from the file that the product ships. It is data, and the only thing
 * of the product's that a simulator knows; how it is laid out stands in `packWeights.mjs` beside it.
 */
import { readFileSync } from 'node:fs'

const FILE = new URL('../../../../worker/engines/pipeline/silero/weights.bin', import.meta.url)

/** Weights row by row, one row for each output, and what is added to each output. */
export interface Layer {
  weights: Float32Array
  bias: Float32Array
}

export interface SileroWeights {
  /** Four convolutions; a row holds its taps one after the other. */
  convolutions: [Layer, Layer, Layer, Layer]
  /** Four gates of 128 rows: in, forget, cell, out; a row holds the input's and the last output's. */
  recurrent: Layer
  output: Layer
}

/** @throws Error when the file is missing or has another length. */
export function readWeights(): SileroWeights {
  const all = decodeHalves(readFileSync(FILE))
  let at = 0
  const take = (count: number) => all.subarray(at, (at += count))
  const layer = (rows: number, columns: number): Layer => ({
    weights: take(rows * columns),
    bias: take(rows),
  })
  const weights: SileroWeights = {
    convolutions: [layer(128, 3 * 65), layer(64, 3 * 128), layer(64, 2 * 64), layer(128, 64)],
    recurrent: layer(512, 256),
    output: layer(1, 128),
  }
  if (at !== all.length) throw new Error(`Silero has ${at} weights, and the file ${all.length}.`)
  return weights
}

/** IEEE 754 half precision, little-endian. */
function decodeHalves(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Float32Array.from({ length: bytes.length >> 1 }, (_, n) => {
    const bits = view.getUint16(2 * n, true)
    const sign = bits & 0x8000 ? -1 : 1
    const exponent = (bits >> 10) & 31
    const fraction = bits & 1023
    return exponent === 0
      ? sign * fraction * 2 ** -24
      : sign * (1024 + fraction) * 2 ** (exponent - 25)
  })
}
