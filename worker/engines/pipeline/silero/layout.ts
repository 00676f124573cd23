/**
 * Where everything lies in the one block of numbers that the forward pass works in, and what is in it
 * from the start: what Silero has learned, and the Fourier transform in front of that.
 */

/** The new samples of one step: 32 ms. */
export const WINDOW = 256
/** Samples of the step before that are looked at again. */
export const CONTEXT = 32
/** A step's samples are mirrored at their end by so many. */
export const MIRRORED = 32

/** Samples of one spectrum, and from one to the next. */
const FFT = 128
export const HOP = 64
export const SPECTRA = 4
export const BINS = FFT / 2 + 1

/** What the first convolution and the recurrent layer give; the two between give half of it. */
export const WIDTH = 128
export const HALF = 64

/** A matrix in the block, row by row, and behind it what is added to each row's result. */
export interface Layer {
  matrix: number
  bias: number
  rows: number
  /** A multiple of eight; those beyond the learned ones are zeros. */
  columns: number
  learned: number
}

export const LAYOUT = layOut()

function layOut() {
  let count = 0
  const place = (numbers: number) => {
    const at = count
    count += eights(numbers)
    return at
  }
  const layer = (rows: number, learned: number): Layer => {
    const columns = eights(learned)
    return { matrix: place(rows * columns), bias: place(rows), rows, columns, learned }
  }
  const transform: Layer = layer(2 * BINS, FFT)
  const learned = {
    first: layer(WIDTH, 3 * BINS),
    second: layer(HALF, 3 * WIDTH),
    third: layer(HALF, 2 * HALF),
    fourth: layer(WIDTH, HALF),
    recurrent: layer(4 * WIDTH, 2 * WIDTH),
    verdict: layer(1, WIDTH),
  }
  const work = {
    samples: place(CONTEXT + WINDOW + MIRRORED),
    /** Real parts, then imaginary ones. */
    waves: place(2 * BINS),
    /** One spectrum after the other, with an empty one at both ends. */
    spectra: place((SPECTRA + 2) * BINS + 8),
    /** An empty frame, then one for each spectrum. */
    first: place((SPECTRA + 1) * WIDTH),
    second: place(2 * HALF),
    third: place(HALF),
    /** What the recurrent layer is given, and behind it what it gave last. */
    given: place(2 * WIDTH),
    /** In, forget, cell, out. */
    gates: place(4 * WIDTH),
  }
  return { transform, learned, work, count }
}

function eights(count: number): number {
  return Math.ceil(count / 8) * 8
}

/** Writes the constant numbers. Throws when the weights are not those of `packWeights.mjs`. */
export function fill(numbers: Float32Array, weights: ArrayBuffer): void {
  numbers.set(transformMatrix(), LAYOUT.transform.matrix)
  const learned = Float32Array.from(new Float16Array(weights))
  let at = 0
  const take = (count: number) => learned.subarray(at, (at += count))
  for (const layer of Object.values(LAYOUT.learned)) {
    for (let row = 0; row < layer.rows; row++) {
      numbers.set(take(layer.learned), layer.matrix + row * layer.columns)
    }
    numbers.set(take(layer.rows), layer.bias)
  }
  if (at !== learned.length) {
    throw new Error(`Silero has ${at} weights, and the file ${learned.length}.`)
  }
}

/** A Fourier transform under a Hann window: a row for each frequency's real part, then the imaginary. */
function transformMatrix(): Float32Array {
  return Float32Array.from({ length: 2 * BINS * FFT }, (_, at) => {
    const n = at % FFT
    const row = Math.floor(at / FFT)
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / FFT)
    const angle = (2 * Math.PI * (row % BINS) * n) / FFT
    return hann * (row < BINS ? Math.cos(angle) : -Math.sin(angle))
  })
}
