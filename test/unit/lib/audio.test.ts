import { mulaw } from 'alawmulaw'
import { expect, test } from 'vitest'
import { decodeMulaw, encodeMulaw, MULAW_SILENCE } from '../../../worker/lib/audio/mulaw.ts'
import { toPcm } from '../../../worker/lib/audio/pcm.ts'
import { Resampler } from '../../../worker/lib/audio/Resampler.ts'
import { wavOf } from '../../../worker/lib/audio/wav.ts'
import { powerOf, squaresOf } from '../../../worker/lib/mulawPower.ts'
import { readWav } from '../../simulators/audio/wav.ts'

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte)
const ALL_SAMPLES = Int16Array.from({ length: 65_536 }, (_, n) => n - 32_768)

test('every µ-law byte decodes as another implementation does', () => {
  expect(decodeMulaw(ALL_BYTES)).toEqual(mulaw.decode(ALL_BYTES))
})

test('every 16-bit sample encodes as another implementation does', () => {
  const [ours, theirs] = [encodeMulaw(ALL_SAMPLES), mulaw.encode(ALL_SAMPLES)]
  expect(ALL_SAMPLES.filter((_, n) => ours[n] !== theirs[n])).toHaveLength(0)
  expect(encodeMulaw(Int16Array.of(0))).toEqual(Uint8Array.of(MULAW_SILENCE))
})

test('the power of µ-law is that of its samples', () => {
  const payload = Buffer.from(ALL_BYTES).toString('base64')
  const squares = [...mulaw.decode(ALL_BYTES)].map((sample) => (sample / 32_768) ** 2)
  expect([...squaresOf(payload)]).toEqual(squares)
  expect(powerOf(payload)).toBeCloseTo(squares.reduce((sum, square) => sum + square) / 256)
  expect(powerOf('')).toBe(0)
})

test('samples are rounded, and cut where 16 bits end', () => {
  expect([...toPcm([0.4, -0.6, 40_000, -40_000])]).toEqual([0, -1, 32_767, -32_768])
})

function tone(hz: number, rate: number, seconds = 1): Float32Array {
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

/** What has come after the samples in pieces of the size that Web Audio hands over. */
function inQuanta(resampler: Resampler, samples: Float32Array): Float32Array {
  const output: number[] = []
  for (let at = 0; at < samples.length; at += 128) {
    output.push(...resampler.push(samples.subarray(at, at + 128)))
  }
  return Float32Array.from(output)
}

test.each([44_100, 48_000, 16_000])(
  'brings %i Hz to 8 kHz: speech passes, what cannot be is gone',
  (rate) => {
    const speech = inQuanta(new Resampler(rate, 8000), tone(1000, rate))
    expect(strength(speech, 1000, 8000)).toBeCloseTo(0.5, 3)
    const alias = inQuanta(new Resampler(rate, 8000), tone(5000, rate))
    expect(strength(alias, 3000, 8000)).toBeLessThan(0.0005)
  },
)

test.each([44_100, 48_000])('brings 8 kHz to %i Hz without a mirror image', (rate) => {
  const speech = inQuanta(new Resampler(8000, rate), tone(1000, 8000))
  expect(strength(speech, 1000, rate)).toBeCloseTo(0.5, 3)
  expect(strength(speech, 7000, rate)).toBeLessThan(0.0005)
})

test.each([44_100, 48_000, 16_000, 8000])('holds back 3 ms of %i Hz, no more', (rate) => {
  const output = inQuanta(new Resampler(rate, 8000), tone(1000, rate))
  expect(output.length).toBeGreaterThanOrEqual(8000 - 25)
})

test.each([
  [44_100, 8000],
  [8000, 24_000],
  [16_000, 16_000],
])('in pieces of any length, %i to %i Hz gives the same as in one', (from, to) => {
  const whole = tone(440, from)
  const resampler = new Resampler(from, to)
  const pieces: Float32Array[] = []
  let at = 0
  for (const length of [1, 7, 500, 3, 4000, whole.length]) {
    pieces.push(resampler.push(whole.subarray(at, at + length)))
    at += length
  }
  pieces.push(resampler.end())
  const atOnce = new Resampler(from, to)
  expect(pieces.flatMap((piece) => [...piece])).toEqual([...atOnce.push(whole), ...atOnce.end()])
})

test('a sound file is read as its samples by another implementation', () => {
  const file = wavOf(Int16Array.of(0, 1, -1, 32_767, -32_768), 8_000)
  const { sampleRate, channels } = readWav(file)
  expect(sampleRate).toBe(8_000)
  expect(channels.map((samples) => [...samples])).toEqual([[0, 1, -1, 32_767, -32_768]])
})
