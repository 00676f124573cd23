/** Zero crossings of the filter on each side; more is sharper and slower. */
const HALF_WIDTH = 16
/** Of the Kaiser window: 8 keeps what is cut off 80 dB down. */
const BETA = 8
/** Where the filter begins to cut, as a part of the lower rate's band. */
const ROLL_OFF = 0.92

/**
 * Changes the rate of a stream of samples by the rational factor `to / from`, as a polyphase filter
 * (windowed sinc). Needed where a browser gives no 8 kHz context. Adds 2 to 4 ms of delay.
 */
export class Resampler {
  readonly #up: number
  readonly #down: number
  readonly #taps: number
  /** The filter's taps, phase by phase. */
  readonly #filter: Float32Array
  #history: Float32Array
  #phase = 0

  constructor(from: number, to: number) {
    const divisor = greatestCommonDivisor(from, to)
    this.#up = to / divisor
    this.#down = from / divisor
    const widest = Math.max(this.#up, this.#down)
    this.#taps = Math.ceil((HALF_WIDTH * 2 * widest) / this.#up)
    this.#filter = designFilter(this.#taps, this.#up, (ROLL_OFF * 0.5) / widest)
    this.#history = new Float32Array(this.#taps - 1)
  }

  /** What the samples become; may be called with pieces of any length. */
  process(samples: Float32Array): Float32Array {
    const input = joined(this.#history, samples)
    const output: number[] = []
    let position = 0
    while (position + this.#taps <= input.length) {
      output.push(this.#filtered(input, position))
      this.#phase += this.#down
      position += Math.floor(this.#phase / this.#up)
      this.#phase %= this.#up
    }
    this.#history = input.slice(position)
    return Float32Array.from(output)
  }

  #filtered(input: Float32Array, position: number): number {
    const offset = this.#phase * this.#taps
    let sum = 0
    for (let tap = 0; tap < this.#taps; tap++) {
      sum += this.#filter[offset + tap]! * input[position + tap]!
    }
    return sum
  }
}

function designFilter(taps: number, phases: number, cutoff: number): Float32Array {
  const length = taps * phases
  const centre = (length - 1) / 2
  const filter = new Float32Array(length)
  for (let i = 0; i < length; i++) {
    const x = i - centre
    const window = bessel(BETA * Math.sqrt(1 - (x / (centre + 0.5)) ** 2)) / bessel(BETA)
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x)
    filter[(i % phases) * taps + taps - 1 - Math.floor(i / phases)] = sinc * window * phases
  }
  return filter
}

/** The modified Bessel function of order 0, by its series. */
function bessel(x: number): number {
  let [sum, term] = [1, 1]
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
