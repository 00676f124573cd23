import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from '../../../worker/lib/parseJson.ts'

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

test('whatever is not nested deep is parsed as ever', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 20 }), (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text))
    }),
    { numRuns: 500 },
  )
})

test('64 levels are taken, and no more', () => {
  expect(parseJson(nested(64))).toEqual(JSON.parse(nested(64)))
  expect(parseJson(nested(65))).toBeUndefined()
  expect(parseJson(`{"a":`.repeat(65) + '1' + '}'.repeat(65))).toBeUndefined()
  expect(parseJson('['.repeat(4_000_000))).toBeUndefined()
})

test('brackets in strings are letters, whatever stands before the quotes', () => {
  const value = ['['.repeat(99), '\\', '"'.repeat(99) + '{'.repeat(99), '\\"', { '[\\': '[' }]
  const text = JSON.stringify(Array.from({ length: 9 }, () => value))
  expect(parseJson(text)).toEqual(JSON.parse(text))
})

test('brackets side by side are not deep', () => {
  expect(parseJson(`[${Array.from({ length: 500 }, () => '[{}]').join()}]`)).toHaveLength(500)
})

test.each(['', '{', '"', '"\\', 'nonsense', '[1,]'])('%j is none', (text) => {
  expect(parseJson(text)).toBeUndefined()
})
