import { describe, expect, test } from 'vitest'
import {
  modelAndVoice,
  modelLabel,
  modelsOf,
  priceOf,
  retirementNotice,
  voiceLabel,
} from '../../../convex/model/engines/index.ts'
import { CHAT_MODELS, servedChatModel } from '../../../convex/model/engines/pipeline/chatModels.ts'
import {
  SCRIBE_MODELS,
  SPEECH_MODELS,
} from '../../../convex/model/engines/pipeline/elevenLabsModels.ts'
import { servedPipeline } from '../../../convex/model/engines/pipeline/index.ts'
import { retiredIdNotice } from '../../../convex/model/engines/pipeline/retiredIds.ts'
import {
  brainSchema,
  pipelineSettingsSchema,
} from '../../../convex/model/engines/pipeline/settings.ts'
import { partCosts } from '../../../convex/model/cost.ts'
import { usageLines } from '../../../convex/model/usage.ts'

const NOW = Date.UTC(2026, 10, 28)
const settings = pipelineSettingsSchema.parse({ engine: 'pipeline' })
const brain = (vendor: string, model: string) => ({ part: 'brain', vendor, model })

describe('models that come to an end', () => {
  test('are asked until their day, and their successors from then on', () => {
    expect(servedChatModel('gpt-4o-mini', '2027-01-13')).toBe('gpt-4o-mini')
    expect(servedChatModel('gpt-4o-mini', '2027-01-14')).toBe('gpt-6-luna')
    expect(servedChatModel('gpt-4.1-2025-04-14', '2027-01-14')).toBe('gpt-6-luna')
    expect(servedChatModel('gpt-5-mini', '2026-12-11')).toBe('gpt-6.1-terra')
    expect(servedChatModel('o3', '2026-12-11')).toBe('gpt-6.1-sol')
    expect(servedChatModel('gpt-of-tomorrow', '2030-01-01')).toBe('gpt-of-tomorrow')
  })

  test('are named, by whoever ends them', () => {
    expect(retirementNotice('gpt-4o-mini', '2026-11-28')).toBe(
      'OpenAI shuts down GPT-4o mini on 2027-01-14; use gpt-6-luna instead.',
    )
    expect(retirementNotice('eleven_turbo_v2_5', '2026-11-28')).toBe(
      'ElevenLabs advises against Eleven Turbo v2.5; use eleven_flash_v2_5 instead.',
    )
    expect(retirementNotice('gpt-5.6-luna', '2026-11-28')).toBeNull()
    expect(modelLabel('scribe_v2_realtime')).toBe('Scribe v2 Realtime')
    const voices = ['21m00Tcm4TlvDq8ikWAM', 'marin', 'pNInz6obpgDQGcFmaJgB']
    expect(voices.map(voiceLabel)).toEqual(['Rachel', 'Marin', 'pNInz6obpgDQGcFmaJgB'])
  })

  test('are replaced by models that stay', () => {
    const models = new Map([...CHAT_MODELS, ...SPEECH_MODELS, ...SCRIBE_MODELS])
    const successors = [...models.values()].flatMap(({ successor }) => successor ?? [])
    const leaving = successors.filter((name) => models.get(name)?.successor !== null)
    expect(successors).not.toEqual([])
    expect(leaving).toEqual([])
  })

  test('are replaced in every part of an agent that nobody edited, spares as well', () => {
    const old = pipelineSettingsSchema.parse({
      engine: 'pipeline',
      ears: { vendor: 'openai', model: 'gpt-realtime', transcription: { model: 'whisper-1' } },
      brain: { kind: 'responses', model: 'gpt-4o' },
      mouth: { vendor: 'openai', model: 'gpt-realtime-mini' },
      spares: { brain: { kind: 'responses', model: 'gpt-4o-mini' } },
    })
    expect(servedPipeline(old, '2027-03-01')).toMatchObject({
      ears: { model: 'gpt-realtime-2.1', transcription: { model: 'gpt-transcribe' } },
      brain: { model: 'gpt-6-luna' },
      mouth: { model: 'gpt-realtime-2.1-mini' },
      spares: { ears: null, brain: { model: 'gpt-6-luna' }, mouth: null },
    })
    expect(servedPipeline(old, '2026-11-28')).toEqual(old)
    expect(modelAndVoice(old, '2027-03-01')).toEqual({ model: 'gpt-6-luna', voice: 'verse' })
  })

  test('keep their names at the endpoint of somebody else', () => {
    const theirs = brainSchema.parse({
      kind: 'chat_completions',
      baseUrl: 'https://llm.example.com/v1',
      model: 'gpt-4o',
    })
    const agent = { ...settings, brain: theirs }
    expect(servedPipeline(agent, '2027-03-01').brain).toEqual(theirs)
    expect(modelAndVoice(agent, '2027-03-01').model).toBe('gpt-4o')
  })
})

test('an agent needs the models of all its parts, and of those that stand in', () => {
  const agent = pipelineSettingsSchema.parse({
    engine: 'pipeline',
    brain: { kind: 'chat_completions', baseUrl: 'https://llm.example.com:8443/v1', model: 'own' },
    spares: {
      ears: { vendor: 'openai' },
      brain: { kind: 'responses' },
      mouth: { vendor: 'openai' },
    },
  })
  expect(modelsOf(agent)).toEqual([
    { vendor: 'elevenlabs', model: 'scribe_v2_realtime' },
    { vendor: 'llm.example.com:8443', model: 'own' },
    { vendor: 'elevenlabs', model: 'eleven_flash_v2_5' },
    { vendor: 'openai', model: 'gpt-realtime-2.1' },
    { vendor: 'openai', model: 'gpt-transcribe' },
    { vendor: 'openai', model: 'gpt-5.6-luna' },
    { vendor: 'openai', model: 'gpt-realtime-2.1' },
  ])
  const http = { ...agent, brain: brainSchema.parse({ kind: 'http', url: 'https://a.example' }) }
  expect(modelAndVoice(http, '2026-11-28').model).toBe('')
})

describe('what a call costs', () => {
  test('is the sum of what each part asks for', () => {
    const usage = [
      ...usageLines(
        { part: 'ears', vendor: 'elevenlabs', model: 'scribe_v2_realtime' },
        { heard_sec: 3600 },
      ),
      ...usageLines(brain('openai', 'gpt-5.6-luna'), {
        text_in_tokens: 1_000_000,
        text_in_cached_tokens: 1_000_000,
        text_out_tokens: 1_000_000,
      }),
      ...usageLines(
        { part: 'mouth', vendor: 'elevenlabs', model: 'eleven_flash_v2_5' },
        { characters: 1000 },
      ),
    ]
    const costs = partCosts(usage, NOW)
    expect(costs['ears']).toBeCloseTo(0.39)
    expect(costs['brain']).toBeCloseTo(1.42)
    expect(costs['mouth']).toBeCloseTo(0.05)
  })

  test('is the price of the day', () => {
    const [line] = usageLines(brain('openai', 'gpt-5.6-luna'), { text_out_tokens: 1_000_000 })
    expect(priceOf(line!, Date.UTC(2026, 6, 29))).toBeCloseTo(6)
    expect(priceOf(line!, Date.UTC(2026, 6, 30))).toBeCloseTo(1.2)
  })

  test('is that of the model for its snapshots, and for OpenAI under the name of its host', () => {
    const amounts = { text_in_tokens: 1_000_000 }
    const [snapshot] = usageLines(brain('openai', 'gpt-4o-mini-2024-07-18'), amounts)
    const [host] = usageLines(brain('api.openai.com', 'gpt-4o-mini'), amounts)
    expect(priceOf(snapshot!, NOW)).toBeCloseTo(0.15)
    expect(priceOf(host!, NOW)).toBeCloseTo(0.15)
  })

  test('is not known where nobody said it', () => {
    const usage = [
      ...usageLines(brain('openai', 'gpt-of-tomorrow'), { text_in_tokens: 5 }),
      ...usageLines(brain('llm.example.com', 'gpt-4o-mini'), { text_in_tokens: 5 }),
      ...usageLines({ part: 'mouth', vendor: 'elevenlabs', model: 'eleven_v9' }, { characters: 5 }),
    ]
    expect(partCosts(usage, NOW)).toEqual({})
  })

  test('of ears and mouth at OpenAI is that of a Realtime model', () => {
    const voice = { vendor: 'openai', model: 'gpt-realtime-2.1' }
    const usage = [
      ...usageLines({ part: 'ears', ...voice }, { audio_in_tokens: 1_000_000 }),
      ...usageLines({ part: 'mouth', ...voice }, { audio_out_tokens: 1_000_000 }),
      ...usageLines(
        { part: 'ears', vendor: 'openai', model: 'gpt-transcribe' },
        { transcribed_sec: 60 },
      ),
    ]
    const costs = partCosts(usage, NOW)
    expect(costs['ears']).toBeCloseTo(32.0045)
    expect(costs['mouth']).toBeCloseTo(64)
  })
})

const sentenceOf = (settings: object) => {
  const { error } = brainSchema.safeParse(settings)
  return error?.issues[0]?.message
}

describe('ids of what OpenAI has shut down', () => {
  test.each(['asst_abc123', 'wf_68e4', 'pmpt_0a1b'])('%s is no model and no address', (id) => {
    const notice = retiredIdNotice(id)
    expect(notice).toBeTruthy()
    expect(sentenceOf({ kind: 'responses', model: id })).toBe(notice)
    expect(sentenceOf({ kind: 'http', url: id })).toBe(notice)
    expect(sentenceOf({ kind: 'chat_completions', baseUrl: 'https://a.example', model: id })).toBe(
      notice,
    )
  })

  test('anything else that is no address gets the usual sentence', () => {
    expect(sentenceOf({ kind: 'http', url: 'my workflow' })).toMatch(/^Write a whole address/)
  })
})
