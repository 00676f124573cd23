/** Multiplies matrices with vectors, all of which lie in one block of numbers. */
export interface Multiplier {
  readonly numbers: Float32Array
  /**
   * `output[row] = Σ matrix[row · columns + n] · input[n]`. Matrix, input and output are places in the
   * block. Rows are even, and columns a multiple of eight.
   */
  multiply(matrix: number, input: number, output: number, rows: number, columns: number): void
}

/** With what every JavaScript engine has. `count`: how many numbers the block holds. */
export function plainMultiplier(count: number): Multiplier {
  const numbers = new Float32Array(count)
  return {
    numbers,
    multiply(matrix, input, output, rows, columns) {
      for (let row = 0; row < rows; row++) {
        numbers[output + row] = dot(numbers, matrix + row * columns, input, columns)
      }
    },
  }
}

/** Four sums at a time: one alone would wait for itself. */
function dot(numbers: Float32Array, a: number, b: number, length: number): number {
  let [p, q, r, s] = [0, 0, 0, 0]
  for (let n = 0; n < length; n += 4) {
    p += numbers[a + n]! * numbers[b + n]!
    q += numbers[a + n + 1]! * numbers[b + n + 1]!
    r += numbers[a + n + 2]! * numbers[b + n + 2]!
    s += numbers[a + n + 3]! * numbers[b + n + 3]!
  }
  return p + q + r + s
}

const PAGE_BYTES = 65_536

/** With `matvec.wat`, which multiplies four numbers at once. Throws where the module cannot run. */
export function simdMultiplier(matvec: WebAssembly.Module, count: number): Multiplier {
  const bytes = count * Float32Array.BYTES_PER_ELEMENT
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) })
  const { multiply } = new WebAssembly.Instance(matvec, { silero: { memory } }).exports
  if (typeof multiply !== 'function') throw new Error('The module multiplies nothing.')
  return {
    numbers: new Float32Array(memory.buffer, 0, count),
    multiply: (...places) => void multiply(...places),
  }
}
