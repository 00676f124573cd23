import { expect, test } from 'vitest'
import { addAmounts, partCosts } from '../../../convex/model/cost.ts'
import { modelAndVoice, priceOf } from '../../../convex/model/engines/index.ts'
import { retirementNotice, servedModel } from '../../../convex/model/engines/realtime/catalogue.ts'
import {
  realtimeSettingsSchema,
  servedSettings,
} from '../../../convex/model/engines/realtime/settings.ts'
import { priceFrom } from '../../../convex/model/priceList.ts'
import { addUsage, usageLines } from '../../../convex/model/usage.ts'

const tokens = { part: 'model', vendor: 'openai', model: 'gpt-realtime-2.1' }

test('a model is gone on its shutdown date, and its successor serves from then on', () => {
  expect(servedModel('gpt-realtime', '2027-01-19')).toBe('gpt-realtime')
  expect(servedModel('gpt-realtime', '2027-01-20')).toBe('gpt-realtime-2.1')
  expect(retirementNotice('gpt-realtime', '2027-01-19')).toContain('shuts down')
  expect(retirementNotice('gpt-realtime', '2027-01-20')).toContain('shut down GPT Realtime on')
  const settings = realtimeSettingsSchema.parse({
    engine: 'realtime',
    model: 'gpt-realtime-mini',
    transcription: { model: 'whisper-1' },
  })
  expect(servedSettings(settings, '2027-02-26')).toMatchObject({
    model: 'gpt-realtime-2.1-mini',
    transcription: { model: 'gpt-transcribe' },
  })
  expect(modelAndVoice(settings, '2027-01-20').model).toBe('gpt-realtime-2.1-mini')
})

test('a model that no catalogue knows is asked for as it is', () => {
  expect(servedModel('gpt-of-tomorrow', '2030-01-01')).toBe('gpt-of-tomorrow')
  expect(retirementNotice('gpt-of-tomorrow', '2030-01-01')).toBeNull()
})

test('usage adds up by part, vendor, model and unit', () => {
  const first = usageLines(tokens, { text_in_tokens: 10, audio_in_tokens: 0 })
  const second = usageLines(tokens, { text_in_tokens: 5, audio_out_tokens: 7 })
  const other = usageLines({ ...tokens, model: 'gpt-realtime-2' }, { text_in_tokens: 1 })
  expect(first).toHaveLength(1)
  expect(addUsage(addUsage(first, second), other)).toEqual([
    { ...tokens, unit: 'text_in_tokens', amount: 15 },
    { ...tokens, unit: 'audio_out_tokens', amount: 7 },
    { ...tokens, model: 'gpt-realtime-2', unit: 'text_in_tokens', amount: 1 },
  ])
})

test('a cost is the price of the day times the amount', () => {
  const price = priceFrom('acme', {
    llm: [
      { since: '2026-01-01', perUnit: { words: 1 } },
      { since: '2026-06-01', perUnit: { words: 2 } },
    ],
  })
  const line = { part: 'brain', vendor: 'acme', model: 'llm', unit: 'words', amount: 10 }
  expect(price(line, Date.UTC(2026, 4, 31, 23))).toBe(10)
  expect(price(line, Date.UTC(2026, 5, 1))).toBe(20)
  expect(price(line, 0)).toBe(10)
  expect(price({ ...line, unit: 'pages' }, 0)).toBeNull()
  expect(price({ ...line, vendor: 'openai' }, 0)).toBeNull()
  expect(price({ ...line, model: 'toString' }, 0)).toBeNull()
})

test('a part of which nobody knows the price has no cost', () => {
  const known = usageLines(tokens, { audio_out_tokens: 1_000_000 })
  const unknown = usageLines({ ...tokens, part: 'brain', vendor: 'acme' }, { words: 5 })
  expect(priceOf(known[0]!, Date.UTC(2026, 10, 1))).toBeCloseTo(64)
  expect(partCosts([...known, ...unknown], Date.UTC(2026, 10, 1))).toEqual({ model: 64 })
})

test('an amount that is taken away again leaves nothing over', () => {
  const sum = addAmounts(addAmounts({ USD: 0.1 }, { USD: 0.2, JPY: 3 }), { USD: 0.3, JPY: 3 }, -1)
  expect(sum).toEqual({})
})
