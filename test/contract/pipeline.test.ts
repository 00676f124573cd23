/** What a pipeline alone does: three vendors, of whom each may fail in the middle of a call. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type PipelineSettings,
  pipelineSettingsSchema,
} from '../../convex/model/engines/pipeline/settings.ts'
import { encodeMulaw } from '../../worker/lib/audio/mulaw.ts'
import { CALLER_VOICE, speak } from '../simulators/audio/speech.ts'
import {
  type ElevenLabsOptions,
  type ElevenLabsSimulator,
  startElevenLabs,
} from '../simulators/elevenlabs/index.ts'
import {
  type OpenAiOptions,
  type OpenAiSimulator,
  startOpenAi,
} from '../simulators/openai/index.ts'
import { type EngineUnderTest, makeEngine } from './engine/EngineUnderTest.ts'
import { letSpeak, RESPOND } from './engine/moves.ts'
import { type Probe, startProbe } from './probe/startProbe.ts'
import { quiet } from './sound.ts'

const ANSWER = 'We are open from Monday to Friday, from nine to five. Come by whenever you like.'
const FRAME_BYTES = 160

let probe: Probe
beforeAll(async () => {
  probe = await startProbe()
})
afterAll(() => probe.dispose())

let elevenLabs: ElevenLabsSimulator
let openAi: OpenAiSimulator
let engine: EngineUnderTest

async function open(
  settings: Omit<Partial<PipelineSettings>, 'engine'>,
  ears: ElevenLabsOptions = {},
  brain: OpenAiOptions = {},
): Promise<void> {
  elevenLabs = await startElevenLabs({
    light: true,
    transcriptDelayMs: 20,
    pace: { firstAudioDelayMs: 20, timesRealTime: 8 },
    ...ears,
  })
  openAi = await startOpenAi({
    light: true,
    brain: () => ({ say: ANSWER }),
    pace: { firstAudioDelayMs: 20, timesRealTime: 8 },
    textPace: { firstTokenMs: 20, wholeMs: 60 },
    ...brain,
  })
  engine = await makeEngine(probe, 'pipeline-alone', {
    settings: pipelineSettingsSchema.parse({
      engine: 'pipeline',
      vad: { on: false },
      ...settings,
    }),
    accounts: {
      elevenlabs: { apiKey: 'sk_any', baseUrl: elevenLabs.url },
      openai: { apiKey: 'sk-any', baseUrl: openAi.url },
    },
    vendor: null,
    close: async () => {},
  })
  await engine.open()
}
afterEach(async () => {
  engine.control.close()
  await elevenLabs.close()
  await openAi.close()
})

function frames(pcm: Int16Array): string[] {
  const bytes = encodeMulaw(pcm)
  return Array.from({ length: Math.floor(bytes.length / FRAME_BYTES) }, (_, at) =>
    Buffer.from(bytes.subarray(at * FRAME_BYTES, (at + 1) * FRAME_BYTES)).toString('base64'),
  )
}

const soundOf = (responseId: string): number =>
  engine.events.reduce(
    (sum, event) =>
      event.type === 'engine.audio' && event.responseId === responseId
        ? sum + event.durationMs
        : sum,
    0,
  )

const told = (type: 'engine.troubled'): string[] =>
  engine.events.flatMap((event) => (event.type === type ? [event.detail] : []))

test('our own VAD finds the caller’s turn, and its end asks for the words', async () => {
  // What was understood last may be the half of a sentence, which has the same pause here.
  const turnTaking = { pauseMs: 400, unfinishedPauseMs: 400 }
  await open({ vad: { on: true, threshold: 0.5, silenceMs: 200 }, turnTaking })
  elevenLabs.understand('What are your opening hours?')
  engine.hear(...quiet(400), ...frames(speak('What are your opening hours?', CALLER_VOICE)))
  await engine.until('engine.speech_started')
  expect(engine.count('engine.speech_stopped')).toBe(0)
  engine.hear(...quiet(600))
  const { text } = await engine.until('engine.transcribed')
  expect(text).toBe('What are your opening hours?')
  const { agoMs, voiceMs } = await engine.until('engine.speech_stopped')
  expect(agoMs).toBeGreaterThanOrEqual(400)
  expect(agoMs).toBeLessThan(440)
  expect(voiceMs).toBeGreaterThan(500)
  expect(engine.count('engine.speech_started')).toBe(1)
})

test('a mouth that breaks off in mid-sentence says the rest, in the same voice', async () => {
  await open({})
  const whole = await letSpeak(engine)
  const wholeMs = soundOf(whole.responseId)
  const mouth = elevenLabs.mouths[0]
  for (const socket of elevenLabs.mouths) socket.fault({ kind: 'drop_after_sound', ms: 300 })
  expect(mouth).toBeDefined()
  const { responseId, status } = await letSpeak(engine)
  expect(status).toBe('completed')
  // Whatever was said twice is less than a second, and nothing is missing.
  expect(soundOf(responseId)).toBeGreaterThan(wholeMs - 300)
  expect(soundOf(responseId)).toBeLessThan(wholeMs + 1_000)
  expect(told('engine.troubled')).toEqual([expect.stringMatching(/The mouth was tried again\.$/)])
})

test('a mouth that may not speak any more is replaced by the other one', async () => {
  const mouth = pipelineSettingsSchema.parse({
    engine: 'pipeline',
    mouth: { vendor: 'openai' },
  }).mouth
  await open({ spares: { ears: null, brain: null, mouth } })
  for (const socket of elevenLabs.mouths) socket.fault({ kind: 'error', type: 'quota_exceeded' })
  elevenLabs.connections = { refuse: 401, status: 'quota_exceeded' }
  const { responseId, status } = await letSpeak(engine)
  expect(status).toBe('completed')
  expect(soundOf(responseId)).toBeGreaterThan(1_000)
  expect(told('engine.troubled').at(-1)).toMatch(/The spare mouth took over\.$/)
})

test('a brain that breaks off is asked once more by the same key, and no word is said twice', async () => {
  await open({})
  openAi.text.nextFault({ kind: 'cut', afterDeltas: 6 })
  const { responseId, status } = await letSpeak(engine)
  expect(status).toBe('completed')
  const keys = openAi.text.exchanges.map(({ headers }) => headers['idempotency-key'])
  expect(keys).toHaveLength(2)
  expect(new Set(keys).size).toBe(1)
  const { text } = await engine.until('engine.said')
  expect(text).toBe(ANSWER)
  expect(soundOf(responseId)).toBeGreaterThan(0)
})

test('ears that break off listen again, and no word of a turn is lost', async () => {
  await open({ vad: { on: true, threshold: 0.5, silenceMs: 200 } })
  const speech = frames(speak('What are your opening hours?', CALLER_VOICE))
  engine.hear(...quiet(400), ...speech)
  await engine.until('engine.speech_started')
  elevenLabs.fault({ kind: 'drop' })
  const again = await elevenLabs.nthEars(1)
  elevenLabs.understand('What are your opening hours?')
  engine.hear(...quiet(600))
  const { text } = await engine.until('engine.transcribed')
  expect(text).toBe('What are your opening hours?')
  expect(again.heardMs).toBeGreaterThan(speech.length * 20)
  expect(told('engine.troubled')).toEqual([expect.stringMatching(/The ears were tried again\.$/)])
})

test('OpenAI Realtime hears and speaks on one session', async () => {
  const { ears, mouth } = pipelineSettingsSchema.parse({
    engine: 'pipeline',
    ears: { vendor: 'openai' },
    mouth: { vendor: 'openai' },
  })
  await open({ ears, mouth })
  const { responseId, status } = await letSpeak(engine)
  expect(status).toBe('completed')
  expect(soundOf(responseId)).toBeGreaterThan(1_000)
  expect(openAi.handshakes).toBe(1)
  expect(elevenLabs.handshakes).toBe(0)
  expect(told('engine.troubled')).toEqual([])
})

test('what was said has its times, and what was heard is cut by them', async () => {
  await open({})
  engine.perform({ type: 'engine.respond', request: { kind: 'verbatim', text: ANSWER } })
  await engine.until('engine.response_done')
  const words = engine.events.flatMap((event) => (event.type === 'engine.timed' ? event.words : []))
  expect(
    words
      .map(({ text }) => text)
      .join('')
      .trim(),
  ).toBe(ANSWER)
  const ends = words.map(({ endMs }) => endMs)
  expect(ends).toEqual(ends.toSorted((a, b) => a - b))
  engine.perform(RESPOND)
  await engine.until('engine.response_done', 1)
})
