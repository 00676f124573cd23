import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import wabt from 'wabt'
import matvec from '../../../../worker/engines/pipeline/silero/matvec.wasm'
import { plainSilero, sileroOn } from '../../../../worker/engines/pipeline/silero/index.ts'
import { fill, LAYOUT, WINDOW } from '../../../../worker/engines/pipeline/silero/layout.ts'
import {
  plainMultiplier,
  simdMultiplier,
} from '../../../../worker/engines/pipeline/silero/multiplier.ts'
import { emptyMemory, type Silero } from '../../../../worker/engines/pipeline/silero/Silero.ts'
import { PHRASES } from '../../../simulators/audio/phrases.ts'
import { SileroNet } from '../../../simulators/audio/silero/net.ts'
import { speak } from '../../../simulators/audio/speech.ts'

const folder = new URL('../../../../worker/engines/pipeline/silero/', import.meta.url)

afterEach(() => vi.restoreAllMocks())

test('the module is what its source says', async () => {
  const { parseWat } = await wabt()
  const source = readFileSync(new URL('matvec.wat', folder), 'utf8')
  const { buffer } = parseWat('matvec.wat', source, { simd: true }).toBinary({})
  expect(Buffer.from(buffer)).toEqual(readFileSync(new URL('matvec.wasm', folder)))
})

test('four numbers at once are multiplied like one after the other', () => {
  const shapes = fc.record({
    rows: fc.integer({ min: 1, max: 20 }).map((n) => 2 * n),
    columns: fc.integer({ min: 1, max: 20 }).map((n) => 8 * n),
    /** Places need not be even. */
    gap: fc.integer({ min: 0, max: 9 }),
    seed: fc.integer(),
  })
  fc.assert(
    fc.property(shapes, ({ rows, columns, gap, seed }) => {
      const [input, output] = [rows * columns + gap, rows * columns + columns + 2 * gap]
      const count = output + rows + gap
      const [plain, simd] = [plainMultiplier(count), simdMultiplier(matvec, count)]
      for (const { numbers, multiply } of [plain, simd]) {
        numbers.set(Float32Array.from({ length: count }, (_, n) => Math.sin(seed + n * n)))
        multiply(0, input, output, rows, columns)
      }
      // Nothing else was written, either.
      const apart = plain.numbers.map((value, n) => Math.abs(value - simd.numbers[n]!))
      expect(Math.max(...apart)).toBeLessThan(1e-4)
      expect(apart.filter((_, n) => n < output || n >= output + rows).every((d) => d === 0)).toBe(
        true,
      )
    }),
  )
})

function probabilities(silero: Silero, pcm: Int16Array): number[] {
  const memory = emptyMemory()
  return windowsOf(pcm).map((window) =>
    silero.step(
      memory,
      Float32Array.from(window, (sample) => sample / 32_768),
    ),
  )
}

function windowsOf(pcm: Int16Array): Int16Array[] {
  return Array.from({ length: Math.floor(pcm.length / WINDOW) }, (_, n) =>
    pcm.subarray(n * WINDOW, (n + 1) * WINDOW),
  )
}

const SPEECH = speak(PHRASES.interrupt, 'rms')

function expectSame(heard: readonly number[]): void {
  const net = new SileroNet()
  for (const [n, window] of windowsOf(SPEECH).entries()) {
    expect(Math.abs(heard[n]! - net.step(window))).toBeLessThan(1e-5)
  }
}

test('both ways, it says what another implementation says', () => {
  const logged = vi.spyOn(console, 'error')
  expectSame(probabilities(sileroOn(matvec), SPEECH))
  expect(logged).not.toHaveBeenCalled()
  expectSame(probabilities(plainSilero(), SPEECH))
})

test('where the module cannot run, it does without, and says so', () => {
  const logged = vi.spyOn(console, 'error').mockReturnValue()
  const empty = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))
  expectSame(probabilities(sileroOn(empty), SPEECH))
  expect(logged).toHaveBeenCalledOnce()
})

test('what is heard at first does not depend on what others heard', () => {
  const silero = sileroOn(matvec)
  const first = probabilities(silero, SPEECH)
  probabilities(silero, speak(PHRASES.goodbye, 'slt'))
  expect(probabilities(silero, SPEECH)).toEqual(first)
})

test('weights of another model are refused', () => {
  const numbers = new Float32Array(LAYOUT.count)
  for (const count of [100, 198_018]) {
    expect(() => fill(numbers, new ArrayBuffer(2 * count))).toThrow(
      `Silero has 198017 weights, and the file ${count}.`,
    )
  }
})
