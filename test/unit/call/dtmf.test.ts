import { expect, test } from 'vitest'
import { toneOf } from '../../../worker/call/dtmf.ts'
import { decodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { hearKeys } from '../../simulators/audio/goertzel.ts'

const ALL = '1234567890*#ABCD'

function soundOf(keys: string): Int16Array {
  const bytes = [...keys].map((key) => Buffer.from(toneOf(key).payload, 'base64'))
  return decodeMulaw(new Uint8Array(Buffer.concat(bytes)))
}

test('every key is heard as what it is, within the limits of receivers', () => {
  const heard = hearKeys(soundOf(ALL))
  expect(heard.map(({ key }) => key).join('')).toBe(ALL)
  for (const { lowDbm0, highDbm0, twistDb } of heard) {
    expect(lowDbm0).toBeGreaterThan(-11)
    expect(highDbm0).toBeLessThan(-5)
    expect(Math.abs(twistDb)).toBeLessThan(4)
  }
})

test('tones last as long as they must, and so do the pauses between them', () => {
  const pcm = soundOf('55')
  const isSilent = (fromMs: number, toMs: number) =>
    pcm.subarray(fromMs * 8, toMs * 8).every((sample) => Math.abs(sample) <= 8)
  expect(hearKeys(pcm).map(({ key }) => key)).toEqual(['5', '5'])
  expect(isSilent(5, 95)).toBe(false)
  expect(isSilent(100, 180)).toBe(true)
  expect(pcm).toHaveLength(2 * 180 * 8)
})

test('a pause is silence', () => {
  expect(soundOf('w')).toHaveLength(4_000)
  expect(soundOf(',')).toHaveLength(16_000)
  expect(soundOf('w').every((sample) => Math.abs(sample) <= 8)).toBe(true)
})
