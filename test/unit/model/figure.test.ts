import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { figure } from '../../../convex/model/figure.ts'
import { addUsage, usageLines, usageSchema } from '../../../convex/model/usage.ts'

test.each([
  [1.5, 2, 1.5],
  [1e300, 1e9, 1e9],
  [Infinity, 1e9, 1e9],
  [-1, 0, 0],
  [-0, 0, 0],
  [Number.NaN, 0, 0],
  [1e-300, 0, 0],
  [0.12345, 0, 0.123],
  [7, 7, 7],
])('%d is counted as %d and measured as %d', (told, count, measure) => {
  expect([figure(told, 'count'), figure(told, 'measure')]).toEqual([count, measure])
})

test('whatever a vendor tells, what was used can be stored and added up', () => {
  const what = { part: 'model', vendor: 'openai', model: 'gpt-realtime' }
  const told = fc.record({ text_in_tokens: fc.double(), transcribed_sec: fc.double() })
  fc.assert(
    fc.property(fc.array(told, { maxLength: 50 }), (all) => {
      const sum = all.map((one) => usageLines(what, one)).reduce(addUsage, [])
      expect(usageSchema.parse(sum)).toEqual(sum)
      const tokens = sum.find(({ unit }) => unit === 'text_in_tokens')?.amount ?? 0
      expect(Number.isSafeInteger(tokens)).toBe(true)
    }),
  )
})
