import { mulaw } from 'alawmulaw'
import { expect, test } from 'vitest'
import { fromBase64, toBase64 } from '../../../dashboard/features/test-call/audio/base64.ts'
import { FrameCutter } from '../../../dashboard/features/test-call/audio/FrameCutter.ts'
import { levelOf } from '../../../dashboard/features/test-call/audio/level.ts'
import { fromPhone, toPhone } from '../../../dashboard/features/test-call/audio/phoneSamples.ts'

const allBytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)

test('what the phone network brings fills -1 to 1, and goes back as it came', () => {
  const expected = [...mulaw.decode(allBytes)].map((sample) => sample / 32_768)
  // There are two zeros, and + 0 makes them one.
  expect([...fromPhone(allBytes)].map((sample) => sample + 0)).toEqual(expected)
  const back = [...allBytes].map((byte) => (byte === 0x7f ? 0xff : byte))
  expect([...toPhone(fromPhone(allBytes))]).toEqual(back)
})

test('sound that is louder than can be goes as the loudest', () => {
  expect([...toPhone(Float32Array.of(1.7, -1.7))]).toEqual([0x80, 0x00])
})

test('base64 comes back as it went', () => {
  expect(fromBase64(toBase64(allBytes))).toEqual(allBytes)
})

test('cuts 20 ms frames out of pieces of any length and loses no sample', () => {
  const cutter = new FrameCutter()
  const samples = Float32Array.from({ length: 1000 }, (_, i) => i)
  const frames = [128, 7, 500, 1, 364].flatMap((length, i, lengths) => {
    const start = lengths.slice(0, i).reduce((sum, value) => sum + value, 0)
    return cutter.push(samples.subarray(start, start + length))
  })
  expect(frames.map(({ length }) => length)).toEqual([160, 160, 160, 160, 160, 160])
  expect(frames.flatMap((frame) => [...frame])).toEqual([...samples.subarray(0, 960)])
})

test('levels go from nothing to full by the ear’s measure', () => {
  expect(levelOf(new Float32Array(160))).toBe(0)
  expect(levelOf(new Float32Array(160).fill(0.001))).toBe(0)
  expect(levelOf(new Float32Array(160).fill(0.1))).toBeCloseTo(0.6)
  expect(levelOf(new Float32Array(160).fill(1))).toBe(1)
})
