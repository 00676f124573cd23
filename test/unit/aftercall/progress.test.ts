import { expect, test } from 'vitest'
import { partCosts } from '../../../convex/model/cost.ts'
import type { Report } from '../../../worker/aftercall/analysis/ask.ts'
import { analysisAfter, modelFor } from '../../../worker/aftercall/analysis/progress.ts'
import { usageOf } from '../../../worker/aftercall/analysis/response.ts'

const NOW = Date.UTC(2027, 1, 1)
const failed = (changes: object = {}): Report => ({
  is: 'failed',
  usage: [],
  problem: 'OpenAI answered 500.',
  final: false,
  retryAfterMs: null,
  ...changes,
})
const after = (report: Report, tries: number) =>
  analysisAfter(report, 'gpt-x', { tries, now: NOW, chance: 0 })

test('without a choice the installation’s model is asked; a retired one’s successor for it', () => {
  expect(modelFor('', NOW)).toBe('gpt-5.6-luna')
  expect(modelFor('gpt-4o', NOW)).toBe('gpt-6-luna')
  expect(modelFor('somebody-elses', NOW)).toBe('somebody-elses')
})

test('what it costs is on the bill, as a part of its own', () => {
  const usage = { input_tokens: 2_000_000, input_tokens_details: null, output_tokens: 1_000_000 }
  const lines = usageOf({ status: 'completed', output: [], usage }, modelFor('', NOW))
  expect(partCosts(lines, NOW)).toEqual({ analysis: expect.closeTo(1.6) })
})

test('what passes is waited for, longer each time, six tries at most', () => {
  expect(after(failed(), 1)).toMatchObject({ state: 'waiting', tries: 1, nextAt: NOW + 10_000 })
  expect(after(failed(), 5)).toMatchObject({ state: 'waiting', nextAt: NOW + 7_200_000 })
  expect(after(failed({ retryAfterMs: 90_000 }), 1)).toMatchObject({ nextAt: NOW + 90_000 })
  expect(after(failed(), 6)).toEqual({ state: 'failed', at: NOW, problem: 'OpenAI answered 500.' })
})

test('what asking again does not change is not asked again', () => {
  expect(after(failed({ final: true }), 1)).toMatchObject({ state: 'failed' })
})
