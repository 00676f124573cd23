import { expect, test } from 'vitest'
import { decodeMulaw, encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { atLevel, levelOf, noise } from '../../simulators/audio/sounds.ts'
import { SILENT_PAYLOAD } from '../../simulators/twilio/callerVoice.ts'
import { type LineOptions, readLine, withJitter } from '../../simulators/twilio/line/lineOptions.ts'
import { PhoneLine } from '../../simulators/twilio/line/phoneLine.ts'
import { Playback } from '../../simulators/twilio/playback.ts'

const FRAMES = 600

/** What arrives of a caller who says nothing, frame by frame; `null` where one was lost. */
function silentCall(options: LineOptions, playback = new Playback()): (Int16Array | null)[] {
  const line = new PhoneLine(options, (fromMs, samples) => playback.soundFrom(fromMs, samples))
  return Array.from({ length: FRAMES }, (_, n) => {
    const payload = line.carry(SILENT_PAYLOAD, (n + 1) * 20)
    return payload === null ? null : decodeMulaw(Buffer.from(payload, 'base64'))
  })
}

function join(frames: (Int16Array | null)[]): Int16Array {
  return Int16Array.from(frames.flatMap((frame) => [...(frame ?? new Int16Array(160))]))
}

test('a line is written in words', () => {
  expect(readLine('echo=-20dB@150ms,noise=babble@10dB, loss=3%,jitter=60')).toEqual({
    echo: { db: -20, delayMs: 150 },
    noise: { kind: 'babble', belowDb: 10 },
    loss: 0.03,
    jitterMs: 60,
  })
})

test.each(['', 'echo', 'echo=20dB@150ms', 'noise=music@10dB', 'loss=101%', 'jitter=-5', 'hum=1'])(
  '“%s” is no line, and the sentence says what is',
  (text) => expect(() => readLine(text)).toThrow('echo=-20dB@150ms'),
)

test('a line’s jitter is the network’s, whatever else that does', () => {
  expect(withJitter(undefined, { loss: 0.1 })).toBeUndefined()
  expect(withJitter(undefined, { jitterMs: 60 })).toEqual({ downMs: 0, upMs: 0, jitterMs: 60 })
  const network = { downMs: 40, upMs: 30, jitterMs: 5 }
  expect(withJitter(network, { jitterMs: 60 })).toEqual({ ...network, jitterMs: 60 })
})

test('a line that does nothing carries what was said', () => {
  const line = new PhoneLine({}, () => new Int16Array(160))
  const said = Buffer.from(encodeMulaw(noise('babble').subarray(0, 160))).toString('base64')
  expect(line.carry(said, 20)).toBe(said)
})

test('the agent comes back softer, after its time', () => {
  const playback = new Playback()
  const voice = atLevel(noise('white').slice(0, 8 * 1000), -20)
  playback.enqueue(voice.length, 400, encodeMulaw(voice))
  const heard = join(silentCall({ echo: { db: -12, delayMs: 150 } }, playback))
  const from = (400 + 150) * 8
  expect(levelOf(heard.subarray(0, from))).toBeLessThan(-89)
  expect(levelOf(heard.subarray(from, from + voice.length))).toBeCloseTo(-32, 0)
  expect(levelOf(heard.subarray(from + voice.length))).toBeLessThan(-89)
})

test('what was cleared before it was heard does not come back', () => {
  const playback = new Playback()
  const voice = encodeMulaw(atLevel(noise('white').slice(0, 8 * 1000), -20))
  playback.enqueue(voice.length, 0, voice)
  playback.clear(300)
  const heard = join(silentCall({ echo: { db: -6, delayMs: 100 } }, playback))
  expect(levelOf(heard.subarray(100 * 8, 400 * 8))).toBeGreaterThan(-30)
  expect(levelOf(heard.subarray(400 * 8))).toBeLessThan(-89)
})

test('noise lies as far below a caller’s speech as is asked for', () => {
  const heard = join(silentCall({ noise: { kind: 'street', belowDb: 15 } }))
  expect(levelOf(heard)).toBeCloseTo(-35, 0)
})

test('frames are lost by chance, and the same ones every time', () => {
  const frames = silentCall({ loss: 0.1 })
  const share = frames.filter((frame) => frame === null).length / FRAMES
  expect(share).toBeGreaterThan(0.06)
  expect(share).toBeLessThan(0.14)
  expect(silentCall({ loss: 0.1 })).toEqual(frames)
})
