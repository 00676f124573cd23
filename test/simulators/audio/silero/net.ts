/**
 * Silero VAD v6 at 8 kHz, step by step: a spectrum, four convolutions, a recurrent layer, one number.
 * https://github.com/snakers4/silero-vad
 */
import { type Layer, type SileroWeights, readWeights } from './weights.ts'

/** The new samples of one step: 32 ms. */
export const WINDOW = 256
/** Samples of the step before that are looked at again. */
const CONTEXT = 32
/** A step's samples are mirrored at their end by so many. */
const MIRRORED = 32

const FFT = 128
const HOP = 64
const BINS = 65
const SPECTRA = 4
const WIDTH = 128
const HALF = 64

const COSINES = transformOf(Math.cos)
const SINES = transformOf(Math.sin)

let known: SileroWeights | undefined

export class SileroNet {
  readonly #weights = (known ??= readWeights())
  readonly #samples = new Float32Array(CONTEXT + WINDOW + MIRRORED)
  /** Frame after frame, with an empty one at both ends. */
  readonly #spectra = new Float32Array((SPECTRA + 2) * BINS)
  /** One empty frame, then one for each spectrum; the later layers halve their number. */
  readonly #first = new Float32Array((SPECTRA + 1) * WIDTH)
  readonly #second = new Float32Array(2 * HALF)
  readonly #third = new Float32Array(HALF)
  /** What the recurrent layer is given, and behind it what it gave last. */
  readonly #memory = new Float32Array(2 * WIDTH)
  readonly #cell = new Float32Array(WIDTH)
  readonly #gates = new Float32Array(4 * WIDTH)

  /** The probability that there is speech in the next `WINDOW` samples, 16 bits each. */
  step(pcm: Int16Array): number {
    this.#transform(pcm)
    const [first, second, third, fourth] = this.#weights.convolutions
    for (let frame = 0; frame < SPECTRA; frame++) {
      convolve(first, this.#spectra, frame * BINS, this.#first, (frame + 1) * WIDTH)
    }
    for (let frame = 0; frame < 2; frame++) {
      convolve(second, this.#first, frame * 2 * WIDTH, this.#second, frame * HALF)
    }
    convolve(third, this.#second, 0, this.#third, 0)
    convolve(fourth, this.#third, 0, this.#memory, 0)
    return this.#remember()
  }

  #transform(pcm: Int16Array): void {
    const samples = this.#samples
    samples.copyWithin(0, WINDOW, WINDOW + CONTEXT)
    for (let n = 0; n < WINDOW; n++) samples[CONTEXT + n] = pcm[n]! / 32_768
    const end = CONTEXT + WINDOW
    for (let n = 0; n < MIRRORED; n++) samples[end + n] = samples[end - 2 - n]!
    for (let frame = 0; frame < SPECTRA; frame++) {
      for (let bin = 0; bin < BINS; bin++) {
        const re = dot(COSINES, bin * FFT, samples, frame * HOP, FFT)
        const im = dot(SINES, bin * FFT, samples, frame * HOP, FFT)
        this.#spectra[(frame + 1) * BINS + bin] = Math.sqrt(re * re + im * im)
      }
    }
  }

  /** One step of the long short-term memory, and the verdict on it. */
  #remember(): number {
    const { recurrent, output } = this.#weights
    const gates = this.#gates
    for (let row = 0; row < gates.length; row++) {
      const from = row * 2 * WIDTH
      gates[row] = dot(recurrent.weights, from, this.#memory, 0, 2 * WIDTH) + recurrent.bias[row]!
    }
    let verdict = output.bias[0]!
    for (let n = 0; n < WIDTH; n++) {
      const taken = sigmoid(gates[n]!) * Math.tanh(gates[2 * WIDTH + n]!)
      const kept = sigmoid(gates[WIDTH + n]!) * this.#cell[n]!
      this.#cell[n] = taken + kept
      const given = sigmoid(gates[3 * WIDTH + n]!) * Math.tanh(taken + kept)
      this.#memory[WIDTH + n] = given
      verdict += output.weights[n]! * Math.max(0, given)
    }
    return sigmoid(verdict)
  }
}

/** One frame of a convolution, with everything below zero cut off. */
function convolve(
  { weights, bias }: Layer,
  input: Float32Array,
  from: number,
  output: Float32Array,
  to: number,
): void {
  const columns = weights.length / bias.length
  for (let row = 0; row < bias.length; row++) {
    const sum = dot(weights, row * columns, input, from, columns) + bias[row]!
    output[to + row] = Math.max(0, sum)
  }
}

/** Four sums at a time: one alone would wait for itself. */
function dot(a: Float32Array, i: number, b: Float32Array, j: number, length: number): number {
  let [p, q, r, s] = [0, 0, 0, 0]
  const whole = length - (length % 4)
  for (let n = 0; n < whole; n += 4) {
    p += a[i + n]! * b[j + n]!
    q += a[i + n + 1]! * b[j + n + 1]!
    r += a[i + n + 2]! * b[j + n + 2]!
    s += a[i + n + 3]! * b[j + n + 3]!
  }
  for (let n = whole; n < length; n++) p += a[i + n]! * b[j + n]!
  return p + q + r + s
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

/** One half of a Fourier transform under a Hann window, a row for each frequency. */
function transformOf(wave: (angle: number) => number): Float32Array {
  return Float32Array.from({ length: BINS * FFT }, (_, at) => {
    const n = at % FFT
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / FFT)
    return hann * wave((2 * Math.PI * Math.floor(at / FFT) * n) / FFT)
  })
}
