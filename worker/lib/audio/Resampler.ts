/** Zero crossings of the sinc on each side: 24 keep aliases below -80 dB. */
const LOBES = 24
const KAISER_BETA = 8
/** The pass band's share of the lower Nyquist frequency; the rest is the filter's slope. */
const PASS_BAND = 0.94

interface Phases {
  /** Input samples on each side of the output sample. */
  half: number
  /** `ratio.to` filters of `2 * half` taps, one after the other. */
  taps: Float64Array
}

/** Samples of any scale: what comes out has it too. */
export type Samples = Int16Array | Float32Array

/**
 * Changes the sample rate of sound that comes in pieces, by windowed-sinc interpolation (Kaiser window, one
 * filter per phase of the rational ratio). Output sample `n` lies at the same moment as before: the
 * filter adds no delay, but looks 24 samples of the lower rate ahead.
 * https://ccrma.stanford.edu/~jos/resample/
 */
export class Resampler {
  readonly #from: number
  readonly #to: number
  readonly #phases: Phases | null
  /** Input that later output still needs, and the position of its first sample. */
  #kept = new Float32Array()
  #keptAt = 0
  #inputs = 0
  #outputs = 0

  /** @throws RangeError when a rate is not a positive whole number. */
  constructor(fromHz: number, toHz: number) {
    for (const rate of [fromHz, toHz]) {
      if (!Number.isInteger(rate) || rate <= 0) {
        throw new RangeError(`${rate} Hz is no sample rate.`)
      }
    }
    const divisor = greatestCommonDivisor(fromHz, toHz)
    this.#from = fromHz / divisor
    this.#to = toHz / divisor
    this.#phases = fromHz === toHz ? null : designPhases(this.#from, this.#to)
  }

  /** The output that is certain by now. */
  push(samples: Samples): Float32Array<ArrayBuffer> {
    if (!this.#phases) return Float32Array.from(samples)
    this.#inputs += samples.length
    this.#kept = joined(this.#kept, samples)
    // The filter looks `half` samples ahead of where the output sample lies.
    const last = this.#inputs - this.#phases.half
    return this.#produce(this.#phases, Math.floor((last * this.#to - 1) / this.#from) + 1)
  }

  /** What is left, as if silence followed. */
  end(): Float32Array<ArrayBuffer> {
    if (!this.#phases) return new Float32Array()
    return this.#produce(this.#phases, Math.round((this.#inputs * this.#to) / this.#from))
  }

  #produce({ half, taps }: Phases, until: number): Float32Array<ArrayBuffer> {
    const output = new Float32Array(Math.max(0, until - this.#outputs))
    for (let n = 0; n < output.length; n++) {
      const position = (this.#outputs + n) * this.#from
      const first = Math.floor(position / this.#to) - half + 1 - this.#keptAt
      const filter = (position % this.#to) * 2 * half
      output[n] = convolve(this.#kept, first, taps, filter, 2 * half)
    }
    this.#outputs += output.length
    const needed = Math.floor((this.#outputs * this.#from) / this.#to) - half + 1
    const done = Math.max(0, Math.min(needed - this.#keptAt, this.#kept.length))
    this.#kept = this.#kept.subarray(done)
    this.#keptAt += done
    return output
  }
}

function joined(first: Float32Array, second: Samples): Float32Array<ArrayBuffer> {
  const both = new Float32Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}

function convolve(
  samples: Float32Array,
  first: number,
  taps: Float64Array,
  filter: number,
  length: number,
): number {
  let sum = 0
  const from = Math.max(0, -first)
  const end = Math.min(length, samples.length - first)
  for (let k = from; k < end; k++) sum += samples[first + k]! * taps[filter + k]!
  return sum
}

function designPhases(from: number, to: number): Phases {
  const narrowing = Math.min(1, to / from)
  const cutoff = narrowing * PASS_BAND
  const half = Math.ceil(LOBES / narrowing)
  const taps = new Float64Array(to * 2 * half)
  for (let phase = 0; phase < to; phase++) {
    let gain = 0
    const start = phase * 2 * half
    for (let k = 0; k < 2 * half; k++) {
      const distance = phase / to + half - 1 - k
      const tap = sinc(cutoff * distance) * kaiser(distance / half)
      taps[start + k] = tap
      gain += tap
    }
    // Every phase passes a constant unchanged; otherwise the phases' ripple would be heard as a tone.
    for (let k = 0; k < 2 * half; k++) taps[start + k] = taps[start + k]! / gain
  }
  return { half, taps }
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

const KAISER_PEAK = besselI0(KAISER_BETA)

/** The Kaiser window over -1 to 1. */
function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / KAISER_PEAK
}

function besselI0(x: number): number {
  let sum = 1
  let term = 1
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
