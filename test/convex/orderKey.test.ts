import { compareValues, type Value } from 'convex/values'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterPrefix, compareKeys } from '../../worker/embedded-convex/keyRange.ts'
import { encodeKey } from '../../worker/embedded-convex/orderKey.ts'
import { anyValue } from './probe/anyValue.ts'

const anyField = fc.option(anyValue, { nil: undefined })

test('keys order as their values do', () => {
  fc.assert(
    fc.property(anyField, anyField, (a, b) => {
      expect(Math.sign(compareKeys(encodeKey([a]), encodeKey([b])))).toBe(
        Math.sign(compareValues(a, b)),
      )
    }),
    { numRuns: 3000 },
  )
})

test('rows order by their first field that differs', () => {
  const row = fc.tuple(anyField, anyField)
  fc.assert(
    fc.property(row, row, (a, b) => {
      const order = compareValues(a[0], b[0]) || compareValues(a[1], b[1])
      expect(Math.sign(compareKeys(encodeKey(a), encodeKey(b)))).toBe(Math.sign(order))
    }),
    { numRuns: 3000 },
  )
})

test('what starts with a prefix, and nothing else, lies between it and its end', () => {
  fc.assert(
    fc.property(anyField, anyField, anyField, (prefix, other, rest) => {
      const start = encodeKey([prefix])
      const key = encodeKey([other, rest])
      const inside = compareKeys(start, key) <= 0 && compareKeys(key, afterPrefix(start)) < 0
      expect(inside).toBe(compareValues(prefix, other) === 0)
    }),
    { numRuns: 3000 },
  )
})

test.each<[string, Value | undefined, Value | undefined]>([
  ['nothing before null', undefined, null],
  ['null before the least integer', null, -(2n ** 63n)],
  ['integers before numbers', 2n ** 63n - 1n, -Infinity],
  ['minus zero before zero', -0, 0],
  ['every number before NaN', Infinity, NaN],
  ['numbers before booleans', NaN, false],
  ['booleans before strings', true, ''],
  ['a text before the same with a zero after it', 'a', 'a\0'],
  ['a text with a zero before a longer letter', 'a\0', 'a\u0001'],
  ['by code point, not by UTF-16 unit', '\uffff', '\u{10000}'],
  ['bytes before arrays', new Uint8Array([255]).buffer, []],
  ['a shorter array before a longer one', [1], [1, null]],
  ['arrays before objects', [{}], {}],
])('%s', (_, less, more) => {
  expect(compareKeys(encodeKey([less]), encodeKey([more]))).toBeLessThan(0)
})
