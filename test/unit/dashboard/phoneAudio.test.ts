import { mulaw } from 'alawmulaw'
import { expect, test } from 'vitest'
import { fromBase64, toBase64 } from '../../../dashboard/features/test-call/audio/base64.ts'
import { FrameCutter } from '../../../dashboard/features/test-call/audio/FrameCutter.ts'
import { levelOf } from '../../../dashboard/features/test-call/audio/level.ts'
import {
  decodeMulaw,
  encodeMulaw,
  MULAW_SILENCE,
} from '../../../dashboard/features/test-call/audio/mulaw.ts'
import { Resampler } from '../../../dashboard/features/test-call/audio/Resampler.ts'

const allBytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)

function tone(hz: number, rate: number, seconds: number): Float32Array {
  const length = Math.round(rate * seconds)
  return Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate))
}

/** How strong a tone is in the samples, with the filter's start and end left out. */
function strength(samples: Float32Array, hz: number, rate: number): number {
  const middle = samples.subarray(rate / 10, samples.length - rate / 10)
  let [re, im] = [0, 0]
  middle.forEach((sample, i) => {
    re += sample * Math.cos((2 * Math.PI * hz * i) / rate)
    im += sample * Math.sin((2 * Math.PI * hz * i) / rate)
  })
  return (2 * Math.hypot(re, im)) / middle.length
}

/** The samples in pieces of the size that Web Audio hands over. */
function inQuanta(resampler: Resampler, samples: Float32Array): Float32Array {
  const output: number[] = []
  for (let at = 0; at < samples.length; at += 128) {
    output.push(...resampler.process(samples.subarray(at, at + 128)))
  }
  return Float32Array.from(output)
}

test('decodes every µ-law byte as another implementation does', () => {
  const expected = [...mulaw.decode(allBytes)].map((sample) => sample / 32_768)
  // There are two zeros, and + 0 makes them one.
  expect([...decodeMulaw(allBytes)].map((sample) => sample + 0)).toEqual(expected)
})

test('encodes what it decoded to the same byte, but for the second zero', () => {
  const expected = [...allBytes].map((byte) => (byte === 127 ? MULAW_SILENCE : byte))
  expect([...encodeMulaw(decodeMulaw(allBytes))]).toEqual(expected)
})

test('encodes every 16-bit sample as another implementation does', () => {
  const pcm = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768)
  const samples = Float32Array.from(pcm, (sample) => sample / 32_768)
  expect(encodeMulaw(samples)).toEqual(mulaw.encode(pcm))
})

test('encodes sound that is louder than can be as the loudest', () => {
  expect([...encodeMulaw(Float32Array.of(1.7, -1.7))]).toEqual([0x80, 0x00])
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

test.each([44_100, 48_000, 16_000])(
  'brings %i Hz to 8 kHz: speech passes, what cannot be is gone',
  (rate) => {
    const speech = inQuanta(new Resampler(rate, 8000), tone(1000, rate, 1))
    expect(speech.length).toBeGreaterThan(7900)
    expect(strength(speech, 1000, 8000)).toBeCloseTo(0.5, 2)
    const alias = inQuanta(new Resampler(rate, 8000), tone(5000, rate, 1))
    expect(strength(alias, 3000, 8000)).toBeLessThan(0.0005)
  },
)

test.each([44_100, 48_000])('brings 8 kHz to %i Hz without a mirror image', (rate) => {
  const speech = inQuanta(new Resampler(8000, rate), tone(1000, 8000, 1))
  expect(speech.length).toBeGreaterThan(rate * 0.98)
  expect(strength(speech, 1000, rate)).toBeCloseTo(0.5, 2)
  expect(strength(speech, 7000, rate)).toBeLessThan(0.0005)
})

test('levels go from nothing to full by the ear’s measure', () => {
  expect(levelOf(new Float32Array(160))).toBe(0)
  expect(levelOf(new Float32Array(160).fill(0.001))).toBe(0)
  expect(levelOf(new Float32Array(160).fill(0.1))).toBeCloseTo(0.6)
  expect(levelOf(new Float32Array(160).fill(1))).toBe(1)
})
