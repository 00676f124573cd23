/** What the trained ear takes for speech, and what not. Everything is heard as a telephone carries it. */
import { expect, test } from 'vitest'
import { decodeMulaw, encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { PHRASES } from '../../simulators/audio/phrases.ts'
import { NON_SPEECH, atLevel, levelOf, noise, nonSpeech } from '../../simulators/audio/sounds.ts'
import { CALLER_VOICE, speak } from '../../simulators/audio/speech.ts'
import { type Ear, createVad } from '../../simulators/audio/vad.ts'

const BEFORE_MS = 500

/** The sound between silences, heard in frames as they come. */
function heard(pcm: Int16Array, ear: Ear = 'silero', threshold = 0.5) {
  const around = new Int16Array((BEFORE_MS + 1500) * 8 + pcm.length)
  around.set(pcm, BEFORE_MS * 8)
  const phone = decodeMulaw(encodeMulaw(around))
  const vad = createVad(ear, { threshold, silenceMs: 500 })
  const events: { type: string; atMs: number; toldAtMs: number }[] = []
  for (let at = 0; at < phone.length; at += 160) {
    const told = vad.push(phone.subarray(at, at + 160))
    events.push(...told.map((event) => ({ ...event, toldAtMs: at / 8 + 20 })))
  }
  return events
}

function types(pcm: Int16Array): string[] {
  return heard(pcm).map(({ type }) => type)
}

test.each(NON_SPEECH.flatMap((sound) => [-15, -25, -40].map((db) => ({ sound, db }))))(
  'a $sound at $db dBov is no turn',
  ({ sound, db }) => expect(types(nonSpeech(sound, db))).toEqual([]),
)

test.each([-50, -40, -30, -20])('noise at %d dBov is no turn', (db) => {
  expect(types(atLevel(noise('white'), db))).toEqual([])
  expect(types(atLevel(noise('street'), db))).toEqual([])
})

test.each(
  [CALLER_VOICE, 'slt', 'rms', 'kal'].flatMap((voice) =>
    [-20, -36, -45].map((db) => ({ voice, db })),
  ),
)('a caller at $db dBov is heard ($voice)', ({ voice, db }) => {
  const speech = atLevel(speak(PHRASES.hours, voice), db)
  expect(levelOf(speech)).toBeCloseTo(db, 0)
  expect(types(speech)).toEqual(['started', 'stopped'])
})

test('speech is told of within a tenth of a second, and its positions are whole windows', () => {
  const speech = speak(PHRASES.hours, 'rms')
  const first = speech.findIndex((sample) => Math.abs(sample) > 500) / 8 + BEFORE_MS
  const [started, stopped] = heard(speech)
  expect(started!.toldAtMs - first).toBeLessThan(100)
  expect(started!.atMs % 32).toBe(0)
  expect(stopped!.atMs % 32).toBe(0)
})

test('the end of speech is told about a tenth of a second later than the silence is long enough', () => {
  for (const ear of ['silero', 'energy'] as const) {
    const speech = speak(PHRASES.hours, 'rms')
    const last = speech.findLastIndex((sample) => Math.abs(sample) > 500) / 8 + BEFORE_MS
    const lateMs = heard(speech, ear).at(-1)!.toldAtMs - last - 500
    expect(lateMs).toBeGreaterThan(40)
    expect(lateMs).toBeLessThan(240)
  }
})

test('a higher threshold wants more certainty', () => {
  const faint = atLevel(speak(PHRASES.hours, 'rms'), -62)
  expect(heard(faint, 'silero', 0.1).length).toBeGreaterThan(0)
  expect(heard(faint, 'silero', 0.95)).toEqual([])
})
