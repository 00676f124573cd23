import { alaw } from 'alawmulaw'
import { expect, test } from 'vitest'
import { decodeAlaw } from '../../simulators/audio/alaw.ts'
import { resample } from '../../simulators/audio/resample.ts'
import { readWav, writeWav } from '../../simulators/audio/wav.ts'

function tone(hz: number, sampleRate: number, seconds = 0.5): Int16Array {
  return Int16Array.from({ length: sampleRate * seconds }, (_, n) =>
    Math.round(20_000 * Math.sin((2 * Math.PI * hz * n) / sampleRate)),
  )
}

/** Signal to error in dB, away from the edges where the filter runs over the end of the recording. */
function signalToError(actual: Int16Array, expected: Int16Array): number {
  let signal = 0
  let error = 0
  for (let n = 200; n < expected.length - 200; n++) {
    signal += expected[n]! ** 2
    error += (actual[n]! - expected[n]!) ** 2
  }
  return 10 * Math.log10(signal / Math.max(error, 1e-9))
}

function level(pcm: Int16Array): number {
  const middle = pcm.slice(200, -200)
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample ** 2, 0) / middle.length)
}

test.each([
  [8000, 16_000],
  [8000, 24_000],
  [48_000, 8000],
  [44_100, 8000],
  [11_025, 8000],
  [24_000, 8000],
])('a tone keeps its pitch, its level and its moment from %i to %i Hz', (from, to) => {
  const result = resample(tone(1000, from), from, to)
  expect(result.length).toBeCloseTo(to * 0.5, -1)
  expect(signalToError(result, tone(1000, to))).toBeGreaterThan(65)
})

test('what the lower rate cannot carry is removed and does not come back as another tone', () => {
  expect(level(resample(tone(5000, 48_000), 48_000, 8000))).toBeLessThan(5)
})

test('A-law is decoded as another implementation does', () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  expect([...decodeAlaw(all)]).toEqual([...alaw.decode(all)])
})

test('a sample rate of nothing is refused', () => {
  expect(() => resample(tone(100, 8000), 0, 8000)).toThrow('0 Hz is no sample rate.')
})

const LEFT = Int16Array.of(0, 1000, -1000, 32_767)
const RIGHT = Int16Array.of(-32_768, 5, -5, 256)

test('a stereo file comes back as it was written', () => {
  const bytes = writeWav({ sampleRate: 8000, channels: [LEFT, RIGHT] })
  expect(readWav(bytes)).toEqual({ sampleRate: 8000, channels: [LEFT, RIGHT] })
})

function chunk(id: string, body: Uint8Array): Uint8Array {
  const length = Buffer.from(Uint32Array.of(body.length).buffer)
  return Buffer.concat([Buffer.from(id), length, body, Buffer.alloc(body.length % 2)])
}

/** A WAV file with an odd chunk before its sound, as editors write them. */
function wavOf(tag: number, bits: number, data: Uint8Array, extensible = false): Uint8Array {
  const format = new DataView(new ArrayBuffer(extensible ? 40 : 16))
  format.setUint16(0, extensible ? 0xfffe : tag, true)
  format.setUint16(2, 1, true)
  format.setUint32(4, 16_000, true)
  format.setUint16(14, bits, true)
  if (extensible) format.setUint16(24, tag, true)
  return Buffer.concat([
    Buffer.from('RIFF\0\0\0\0WAVE'),
    chunk('fmt ', new Uint8Array(format.buffer)),
    chunk('LIST', Buffer.from('odd')),
    chunk('data', data),
  ])
}

/** Somebody else's idea of a sample rate. */
test('sound of a length that its writer did not know is read to the end of the file', () => {
  const bytes = writeWav({ sampleRate: 8000, channels: [LEFT] })
  for (const declared of [0, 0xffffffff, bytes.length]) {
    new DataView(bytes.buffer).setUint32(40, declared, true)
    expect(readWav(bytes)).toEqual({ sampleRate: 8000, channels: [LEFT] })
  }
  const nothing = writeWav({ sampleRate: 8000, channels: [new Int16Array()] })
  const named = Buffer.concat([nothing, Buffer.from('LIST\x04\0\0\0INFO')])
  expect(readWav(named).channels).toEqual([new Int16Array()])
})

function withRate(rate: number): Uint8Array {
  const bytes = writeWav({ sampleRate: 8000, channels: [LEFT] })
  new DataView(bytes.buffer).setUint32(24, rate, true)
  return bytes
}

test.each([
  ['8-bit PCM', wavOf(1, 8, Uint8Array.of(128, 255, 0)), [0, 32_512, -32_768]],
  ['24-bit PCM', wavOf(1, 24, Uint8Array.of(9, 0, 1, 0, 0, 128)), [256, -32_768]],
  ['32-bit PCM', wavOf(1, 32, Uint8Array.of(9, 9, 0, 1)), [256]],
  ['float', wavOf(3, 32, new Uint8Array(Float32Array.of(0.5, -2).buffer)), [16_384, -32_768]],
  [
    '64-bit float',
    wavOf(3, 64, new Uint8Array(Float64Array.of(0.5, -2).buffer)),
    [16_384, -32_768],
  ],
  // The least and the greatest values, by the tables of G.711.
  ['A-law', wavOf(6, 8, Uint8Array.of(0xd5, 0x55, 0xaa, 0x2a)), [8, -8, 32_256, -32_256]],
  ['mu-law', wavOf(7, 8, Uint8Array.of(0xff, 0x80)), [0, 32_124]],
  ['extensible', wavOf(1, 16, new Uint8Array(Int16Array.of(7).buffer), true), [7]],
])('%s is read', (_, bytes, samples) => {
  expect(readWav(bytes)).toEqual({ sampleRate: 16_000, channels: [Int16Array.from(samples)] })
})

test.each([
  [Buffer.from('hello, is this sound?'), 'This is not a WAV file'],
  [Buffer.from('ID3 some music'), 'This is an MP3. Make a plain WAV of it, for example: ffmpeg -i'],
  [Buffer.from('\xff\xfb\x90\x00 some music', 'latin1'), 'This is an MP3.'],
  [Buffer.from('RF64\xff\xff\xff\xffWAVE', 'latin1'), 'This is an RF64 file, a WAV for more than'],
  [Buffer.from('\0\0\0\x20ftypM4A '), 'This is an MP4 or M4A file.'],
  [withRate(1), 'The WAV file has 1 samples a second; from 4000 to 192000 can be read.'],
  [withRate(4_000_000_000), 'The WAV file has 4000000000 samples a second'],
  [Buffer.from('RIFF\0\0\0\0WAVE'), 'holds no format'],
  [wavOf(1, 16, Uint8Array.of()).subarray(0, 30), 'cut short'],
  [wavOf(1, 0, Uint8Array.of(1, 2)), 'no channels or no bits'],
  [wavOf(0x55, 16, Uint8Array.of(1, 2)), 'encoding 85 with 16 bits is not supported'],
])('a broken or unknown file is refused with a reason', (bytes, reason) => {
  expect(() => readWav(bytes)).toThrow(reason)
})
