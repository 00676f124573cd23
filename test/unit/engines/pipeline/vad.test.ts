/** What the agent takes for speech. Everything is heard as a telephone carries it. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { vadSchema } from '../../../../convex/model/engines/pipeline/settings.ts'
import { type VoiceChange, voiceDetector } from '../../../../worker/engines/pipeline/vad.ts'
import { encodeMulaw } from '../../../../worker/lib/audio/mulaw.ts'
import { LINE_SOUNDS, lineSound } from '../../../simulators/audio/lineSounds.ts'
import { PHRASES } from '../../../simulators/audio/phrases.ts'
import { atLevel, NON_SPEECH, nonSpeech } from '../../../simulators/audio/sounds.ts'
import { CALLER_VOICE, utter } from '../../../simulators/audio/speech.ts'

const SETTINGS = vadSchema.parse({})
const FRAME = 160

function base64(pcm: Int16Array): string {
  return Buffer.from(encodeMulaw(pcm)).toString('base64')
}

function joined(...pieces: readonly Int16Array[]): Int16Array {
  return Int16Array.from(pieces.flatMap((piece) => [...piece]))
}

function silence(ms: number): Int16Array {
  return new Int16Array(ms * 8)
}

type Told = VoiceChange & { toldAtMs: number }

/** What is told of a sound that comes in pieces of so many samples. */
function told(pcm: Int16Array, pieces: () => number = () => FRAME, settings = SETTINGS): Told[] {
  const detector = voiceDetector(settings)
  const changes: Told[] = []
  for (let at = 0; at < pcm.length;) {
    const piece = pcm.subarray(at, at + pieces())
    at += piece.length
    const now = detector.hear(base64(piece))
    changes.push(...now.map((change) => ({ ...change, toldAtMs: at / 8 })))
  }
  return changes
}

/** When it was, in ms of the sound. */
function positions(changes: readonly Told[]) {
  return changes.map(({ toldAtMs, agoMs, ...change }) => ({ ...change, atMs: toldAtMs - agoMs }))
}

const { pcm: QUESTION, words: WORDS } = utter(PHRASES.hours, CALLER_VOICE)
const SPOKEN = { fromMs: 1000 + WORDS[0]!.startMs, toMs: 1000 + WORDS.at(-1)!.endMs }
const CALL = joined(silence(1000), QUESTION, silence(1000))

test('speech is told of while it lasts, with its beginning and its end', () => {
  const [started, stopped, ...more] = told(CALL)
  expect(more).toEqual([])
  expect(started).toMatchObject({ type: 'started' })
  expect(started!.toldAtMs - SPOKEN.fromMs).toBeLessThan(200)
  expect(Math.abs(started!.toldAtMs - started!.agoMs - SPOKEN.fromMs)).toBeLessThan(100)
  if (stopped?.type !== 'stopped') throw new Error('It did not stop.')
  const endedAtMs = stopped.toldAtMs - stopped.agoMs
  expect(Math.abs(endedAtMs - SPOKEN.toMs)).toBeLessThan(200)
  expect(stopped.voiceMs).toBe(endedAtMs - (started!.toldAtMs - started!.agoMs))
  expect(stopped.agoMs).toBeGreaterThanOrEqual(SETTINGS.silenceMs)
})

test('how the sound is cut does not matter', () => {
  const whole = positions(told(CALL))
  expect(whole).toHaveLength(2)
  expect(positions(told(CALL, () => CALL.length))).toEqual(whole)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1 }), (lengths) => {
      let piece = 0
      const cut = told(CALL, () => lengths[piece++ % lengths.length]!)
      expect(positions(cut)).toEqual(whole)
    }),
    { numRuns: 5 },
  )
})

test('calls that are heard in turns do not hear each other', () => {
  const alone = told(CALL)
  const [first, second] = [voiceDetector(SETTINGS), voiceDetector(SETTINGS)]
  const changes: Told[] = []
  for (let at = 0; at < CALL.length; at += FRAME) {
    const now = first.hear(base64(CALL.subarray(at, at + FRAME)))
    changes.push(...now.map((change) => ({ ...change, toldAtMs: at / 8 + 20 })))
    expect(second.hear(base64(silence(20)))).toEqual([])
  }
  expect(changes).toEqual(alone)
})

test('speech begins and ends at every threshold that can be set', () => {
  for (const threshold of [0.1, 0.3, 0.7, 0.95]) {
    const changes = told(CALL, () => FRAME, { ...SETTINGS, threshold })
    expect(changes.map(({ type }) => type)).toEqual(['started', 'stopped'])
  }
})

test('a pause ends speech when it is long enough', () => {
  const talk = joined(CALL, silence(200), QUESTION, silence(3000))
  const times = (silenceMs: number) => told(talk, () => FRAME, { ...SETTINGS, silenceMs }).length
  expect([times(200), times(2000)]).toEqual([4, 2])
})

test('silence never begins to speak', () => {
  expect(told(silence(20_000))).toEqual([])
})

test.each(LINE_SOUNDS.flatMap((sound) => [-20, -35, -50].map((db) => ({ sound, db }))))(
  '$sound at $db dBov: nobody speaks',
  ({ sound, db }) => {
    expect(told(lineSound(sound, 10_000, db, 3))).toEqual([])
  },
)

test.each(NON_SPEECH)('a %s is no speech', (sound) => {
  for (const db of [-15, -30]) {
    expect(told(joined(silence(500), nonSpeech(sound, db), silence(500)))).toEqual([])
  }
})

test.each([CALLER_VOICE, 'slt', 'rms', 'kal'])('soft speech is heard (%s)', (voice) => {
  const soft = atLevel(utter(PHRASES.where, voice).pcm, -45)
  const types = told(joined(silence(500), soft, silence(1000))).map(({ type }) => type)
  expect(types.slice(0, 2)).toEqual(['started', 'stopped'])
})

test('the running probability can be read', () => {
  const detector = voiceDetector(SETTINGS)
  detector.hear(base64(silence(200)))
  expect(detector.probability).toBeLessThan(0.1)
  detector.hear(base64(QUESTION.subarray(0, 6000)))
  expect(detector.probability).toBeGreaterThan(SETTINGS.threshold)
})
