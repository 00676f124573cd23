/**
 * Silero VAD v6 at 8 kHz: how probable it is that there is speech in 32 ms of sound. A spectrum, four
 * convolutions, a recurrent layer, one number.
 * https://github.com/snakers4/silero-vad
 */
import {
  BINS,
  CONTEXT,
  fill,
  HALF,
  HOP,
  type Layer,
  LAYOUT,
  MIRRORED,
  SPECTRA,
  WIDTH,
  WINDOW,
} from './layout.ts'
import type { Multiplier } from './multiplier.ts'

/** What is remembered of one call's sound. */
export interface SileroMemory {
  /** The end of the window before. */
  readonly context: Float32Array
  readonly given: Float32Array
  readonly cell: Float32Array
}

/** Of a call of which nothing was heard yet. */
export function emptyMemory(): SileroMemory {
  return {
    context: new Float32Array(CONTEXT),
    given: new Float32Array(WIDTH),
    cell: new Float32Array(WIDTH),
  }
}

const { work } = LAYOUT

/** What it has learned takes a megabyte, so calls share it, each with a memory of its own. */
export class Silero {
  readonly #numbers: Float32Array
  readonly #multiplier: Multiplier

  /** `multiplierOf` is told how many numbers it has to hold. */
  constructor(weights: ArrayBuffer, multiplierOf: (count: number) => Multiplier) {
    this.#multiplier = multiplierOf(LAYOUT.count)
    this.#numbers = this.#multiplier.numbers
    fill(this.#numbers, weights)
  }

  /** How probable speech is in the next `WINDOW` samples, -1 to 1 each. The memory goes on with them. */
  step(memory: SileroMemory, samples: Float32Array): number {
    this.#take(memory, samples)
    this.#transform()
    this.#convolve()
    return this.#remember(memory)
  }

  #take(memory: SileroMemory, samples: Float32Array): void {
    const numbers = this.#numbers
    numbers.set(memory.context, work.samples)
    numbers.set(samples, work.samples + CONTEXT)
    const end = work.samples + CONTEXT + WINDOW
    for (let n = 0; n < MIRRORED; n++) numbers[end + n] = numbers[end - 2 - n]!
    memory.context.set(samples.subarray(WINDOW - CONTEXT))
  }

  #transform(): void {
    const numbers = this.#numbers
    const { waves, spectra } = work
    for (let frame = 0; frame < SPECTRA; frame++) {
      this.#multiply(LAYOUT.transform, work.samples + frame * HOP, waves)
      const to = spectra + (frame + 1) * BINS
      for (let bin = 0; bin < BINS; bin++) {
        const [re, im] = [numbers[waves + bin]!, numbers[waves + BINS + bin]!]
        numbers[to + bin] = Math.sqrt(re * re + im * im)
      }
    }
  }

  #convolve(): void {
    const { first, second, third, fourth } = LAYOUT.learned
    for (let frame = 0; frame < SPECTRA; frame++) {
      this.#activate(first, work.spectra + frame * BINS, work.first + (frame + 1) * WIDTH)
    }
    for (let frame = 0; frame < 2; frame++) {
      this.#activate(second, work.first + frame * 2 * WIDTH, work.second + frame * HALF)
    }
    this.#activate(third, work.second, work.third)
    this.#activate(fourth, work.third, work.given)
  }

  /** One step of the long short-term memory, and the verdict on it. */
  #remember({ given, cell }: SileroMemory): number {
    const numbers = this.#numbers
    const { recurrent, verdict } = LAYOUT.learned
    numbers.set(given, work.given + WIDTH)
    this.#multiply(recurrent, work.given, work.gates)
    const gate = (n: number) => numbers[work.gates + n]! + numbers[recurrent.bias + n]!
    let sum = numbers[verdict.bias]!
    for (let n = 0; n < WIDTH; n++) {
      const taken = sigmoid(gate(n)) * Math.tanh(gate(2 * WIDTH + n))
      const state = taken + sigmoid(gate(WIDTH + n)) * cell[n]!
      const gives = sigmoid(gate(3 * WIDTH + n)) * Math.tanh(state)
      cell[n] = state
      given[n] = gives
      sum += numbers[verdict.matrix + n]! * Math.max(0, gives)
    }
    return sigmoid(sum)
  }

  /** With everything below zero cut off. */
  #activate(layer: Layer, input: number, output: number): void {
    const numbers = this.#numbers
    this.#multiply(layer, input, output)
    for (let row = 0; row < layer.rows; row++) {
      const value = numbers[output + row]! + numbers[layer.bias + row]!
      numbers[output + row] = value > 0 ? value : 0
    }
  }

  #multiply({ matrix, rows, columns }: Layer, input: number, output: number): void {
    this.#multiplier.multiply(matrix, input, output, rows, columns)
  }
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}
