import { expect, test } from 'vitest'
import { NO_USAGE } from '../../../convex/model/call.ts'
import { modelCost } from '../../../convex/model/cost.ts'
import { middleOf, readableDetail } from '../../../dashboard/features/calls/callFacts.ts'
import { tokenParts, tokensOf } from '../../../dashboard/features/calls/usageParts.ts'
import { formatShare, summedCost } from '../../../dashboard/features/overview/summary.ts'
import { callerOf, totalCost } from '../../../dashboard/lib/callWords.ts'
import { call } from './calls.ts'

const usage = { ...NO_USAGE, audioIn: 1000, audioCached: 500, audioOut: 2000, textOut: 300 }

test('the parts of the model cost what the model costs', () => {
  const parts = tokenParts({ model: 'gpt-realtime-2.1', usage })
  const sum = parts.reduce((total, { cost }) => total + (cost ?? 0), 0)
  expect(sum).toBeCloseTo(modelCost('gpt-realtime-2.1', usage), 12)
  expect(tokensOf(usage)).toBe(3800)
})

test('a model without a known price has parts without a cost', () => {
  const parts = tokenParts({ model: 'gpt-of-tomorrow', usage })
  expect(parts.every(({ cost }) => cost === null)).toBe(true)
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

test('costs add up, with the line as soon as its price is known', () => {
  expect(totalCost({ cost: { model: 0.1, transcription: 0.02, carrier: null } })).toBeCloseTo(0.12)
  expect(summedCost({ model: 0.1, transcription: 0.02, carrier: 0.03 })).toBeCloseTo(0.15)
})

test('a share that is not nothing never reads as nothing', () => {
  expect(formatShare(0, 10)).toBe('0 %')
  expect(formatShare(1, 5000)).toBe('< 0.1 %')
  expect(formatShare(1, 30)).toBe('3.3 %')
  expect(formatShare(2, 3)).toBe('67 %')
})
