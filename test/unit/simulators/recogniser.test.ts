import { expect, test } from 'vitest'
import { decodeMulaw, encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { PHRASES, PHRASE_NAMES } from '../../simulators/audio/phrases.ts'
import { CALLER_VOICE, speak } from '../../simulators/audio/speech.ts'
import { recognise } from '../../simulators/audio/recogniser.ts'

/** As a telephone brings it: in mu-law, quieter, with silence around it and noise on the line. */
function overThePhone(pcm: Int16Array): Int16Array {
  const heard = new Int16Array(pcm.length + 8000)
  heard.set(
    pcm.map((sample) => sample * 0.6),
    2400,
  )
  let seed = 1
  const noise = () => ((seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5) * 200
  return decodeMulaw(encodeMulaw(heard.map((sample) => sample + noise())))
}

test.each(PHRASE_NAMES)('understands the caller’s “%s”', (name) => {
  expect(recognise(overThePhone(speak(PHRASES[name], CALLER_VOICE)))).toBe(name)
})

test.each(PHRASE_NAMES)('understands another voice’s “%s”', (name) => {
  expect(recognise(overThePhone(speak(PHRASES[name], 'slt')))).toBe(name)
})

test.each([
  'What is the weather like in Paris today?',
  'My dog has eaten my homework again.',
  'One two three four five six seven.',
  'Yes.',
])('does not pretend to understand “%s”', (sentence) => {
  expect(recognise(speak(sentence, CALLER_VOICE))).toBeNull()
})

test('hears nothing in silence', () => {
  expect(recognise(new Int16Array(16_000))).toBeNull()
  expect(recognise(new Int16Array(0))).toBeNull()
})
