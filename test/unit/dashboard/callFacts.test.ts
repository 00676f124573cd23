import { expect, test } from 'vitest'
import { partCosts } from '../../../convex/model/cost.ts'
import { type Usage, usageLines } from '../../../convex/model/usage.ts'
import { middleOf, readableDetail } from '../../../dashboard/features/calls/callFacts.ts'
import { usageParts } from '../../../dashboard/features/calls/usageParts.ts'
import { summedCost } from '../../../dashboard/features/overview/summary.ts'
import { callerOf, totalCost } from '../../../dashboard/lib/callWords.ts'
import { formatMoney, formatSums } from '../../../dashboard/lib/format.ts'
import { call } from './calls.ts'

const tokens = { part: 'model', vendor: 'openai', model: 'gpt-realtime-2.1' }
const usage = [
  ...usageLines(tokens, { audio_out_tokens: 2000, audio_in_tokens: 1000, text_out_tokens: 300 }),
  ...usageLines(
    { ...tokens, part: 'transcription', model: 'gpt-transcribe' },
    { transcribed_sec: 90 },
  ),
]
const costOf = (lines: Usage) => ({ parts: partCosts(lines, 0), carrier: null })

test('each part of the usage has its sum, and the lines that it is made of', () => {
  const parts = usageParts({ usage, cost: costOf(usage), startedAt: 0 })
  expect(parts).toMatchObject([
    { label: 'Voice model', used: '3,300', lines: [{}, {}, {}] },
    { label: 'Transcription', used: '1:30', cost: expect.closeTo(0.00675), lines: [] },
  ])
  const [model] = parts
  const sum = model?.lines.reduce((total, { cost }) => total + (cost ?? 0), 0)
  expect(model?.cost).toBeCloseTo(sum ?? 0, 12)
  expect(model?.lines.map(({ label }) => label)).toEqual([
    'Audio heard',
    'Audio spoken',
    'Text written',
  ])
})

test('what nobody knows a price for has no cost, and words of its own', () => {
  const line = { part: 'brain', vendor: 'acme', model: 'llm-1', unit: 'cpu_hours', amount: 2 }
  const parts = usageParts({ usage: [line], cost: costOf([line]), startedAt: 0 })
  expect(parts).toEqual([{ part: 'brain', label: 'Brain', used: '2', cost: null, lines: [] }])
})

test('the typical answer is the one in the middle', () => {
  expect(middleOf([900, 300, 500])).toBe(500)
  expect(middleOf([300, 500])).toBe(400)
  expect(middleOf([300])).toBe(300)
})

test('detail is laid out where it is JSON', () => {
  expect(readableDetail('{"day":"monday"}')).toBe('{\n  "day": "monday"\n}')
  expect(readableDetail('not json')).toBe('not json')
})

test('who called is a number as people write it, or a tester', () => {
  expect(callerOf(call)).toBe('+1 202 555 0199')
  expect(callerOf({ from: '', carrier: 'twilio' })).toBe('Unknown number')
  expect(callerOf({ from: 'Ada', carrier: 'browser' })).toBe('Ada (test)')
})

test('costs add up, with the line as soon as its price is known, by currency', () => {
  const parts = { model: 0.1, transcription: 0.02 }
  expect(totalCost({ cost: { parts, carrier: null } })).toEqual({ USD: 0.12 })
  const carrier = { amount: 3, currency: 'JPY' }
  expect(totalCost({ cost: { parts, carrier } })).toEqual({ USD: 0.12, JPY: 3 })
  expect(summedCost({ parts, carrier: { USD: 0.03, JPY: 3 } })).toEqual({ USD: 0.15, JPY: 3 })
})

test('sums of several currencies are written beside each other', () => {
  expect(formatSums({})).toBe('$0.00')
  expect(formatSums({ JPY: 3, USD: 1.5 })).toBe('$1.50 + ¥3.00')
  expect(formatSums({ JPY: 3 })).toBe('¥3.00')
  expect(formatMoney(2, 'credits')).toBe('2.00 credits')
})
