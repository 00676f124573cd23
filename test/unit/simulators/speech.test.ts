import { expect, test } from 'vitest'
import { speak, utter } from '../../simulators/audio/speech.ts'
import { createVad, type Ear } from '../../simulators/audio/vad.ts'
import type { VadOptions } from '../../simulators/audio/vadEvents.ts'

const DEFAULTS: VadOptions = { threshold: 0.5, silenceMs: 500 }
const SENTENCE = 'Could you tell me whether you are open on Sundays?'

/** White noise of so many dBFS, the same every time. */
function noise(ms: number, db: number): Int16Array {
  let seed = 7
  const next = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5
  const amplitude = 32_768 * 10 ** (db / 20) * Math.sqrt(12)
  return Int16Array.from({ length: ms * 8 }, () => next() * amplitude)
}

function eventsIn(pcm: Int16Array, options = DEFAULTS, ear: Ear = 'energy') {
  const vad = createVad(ear, options)
  const events = []
  for (let at = 0; at < pcm.length; at += 160) events.push(...vad.push(pcm.subarray(at, at + 160)))
  return events
}

function speechAt(ms: number, background: Int16Array): Int16Array {
  const speech = speak(SENTENCE, 'slt')
  return background.map((sample, i) => sample + (speech[i - ms * 8] ?? 0))
}

test('speech is found in silence, where it is', () => {
  const [started, stopped, ...more] = eventsIn(speechAt(2000, new Int16Array(8 * 8000)))
  const lengthMs = speak(SENTENCE, 'slt').length / 8
  expect(started?.type).toBe('started')
  expect(started?.atMs).toBeGreaterThan(2050)
  expect(started?.atMs).toBeLessThan(2450)
  expect(stopped?.type).toBe('stopped')
  expect(Math.abs((stopped?.atMs ?? 0) - (2000 + lengthMs + 400))).toBeLessThan(200)
  expect(more).toEqual([])
})

test('speech is found in noise of -40 dBFS, and the noise alone is not speech', () => {
  expect(eventsIn(noise(8000, -40))).toEqual([])
  const [started, stopped, ...more] = eventsIn(speechAt(3000, noise(8000, -40)))
  expect(started?.atMs).toBeGreaterThan(3050)
  expect(started?.atMs).toBeLessThan(3450)
  expect(stopped?.type).toBe('stopped')
  expect(more).toEqual([])
})

test('louder steady noise is soon taken for what it is', () => {
  const events = eventsIn(noise(10_000, -30))
  expect(events.at(-1)?.type).toBe('stopped')
  expect(events.at(-1)?.atMs).toBeLessThan(5000)
})

test('a click is no speech', () => {
  const click = new Int16Array(16_000)
  click.fill(20_000, 8000, 8160)
  expect(eventsIn(click)).toEqual([])
})

test('a higher threshold wants louder speech', () => {
  const quiet = speechAt(1000, new Int16Array(6 * 8000)).map((sample) => sample * 0.08)
  expect(eventsIn(quiet, { threshold: 0.3, silenceMs: 500 })).toHaveLength(2)
  expect(eventsIn(quiet, { threshold: 0.9, silenceMs: 500 })).toEqual([])
})

test('the same words in the same voice are the same sound, in another voice another', () => {
  expect(speak('Good morning.', 'marin')).toBe(speak('Good morning.', 'marin'))
  expect(speak('Good morning.', 'cedar')).not.toEqual(speak('Good morning.', 'marin'))
})

test('the words of an utterance follow each other through its sound', () => {
  const { pcm, words } = utter('Hello there, are you open on Sundays?', 'marin')
  expect(words.map(({ text }) => text).join('')).toBe('Hello there, are you open on Sundays?')
  let before = 0
  for (const { startMs, endMs } of words) {
    expect(startMs).toBeGreaterThanOrEqual(before)
    expect(endMs).toBeGreaterThan(startMs)
    before = endMs
  }
  expect(before).toBeLessThanOrEqual(pcm.length / 8)
})

test('twice the speed takes half the time', () => {
  const normal = utter(SENTENCE, 'marin').pcm.length
  expect(utter(SENTENCE, 'marin', 1.5).pcm.length / normal).toBeCloseTo(1 / 1.5, 1)
})

test('text without a letter is a moment of silence', () => {
  expect(speak('…', 'marin')).toEqual(new Int16Array(800))
})
