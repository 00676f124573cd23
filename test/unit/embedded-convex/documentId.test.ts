import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  idOf,
  isIdOf,
  placeOf,
  tableNumber,
  tableNumberIn,
} from '../../../worker/embedded-convex/documentId.ts'
import { encodeId, tableOfId } from '../../convex/convexExport.ts'

/** Of Convex's own test of the form of its ids: table 1017, and the powers of 251. */
const VECTOR = 'z43zp6c3e75gkmz1kfwj6mbbx5sw281h'
const POWERS = Uint8Array.from({ length: 16 }, (_, at) => {
  let power = 251
  for (let times = 0; times < at; times++) power = (power * 251) % 256
  return power
})

test('an id of Convex’s own test tells its table', () => {
  expect(encodeId(1017, POWERS)).toBe(VECTOR)
  expect(tableNumberIn(VECTOR)).toBe(1017)
})

test.each([
  '',
  'CA0123456789abcdef0123456789abcdef',
  `${VECTOR}0`,
  VECTOR.slice(1),
  VECTOR.replace('z43', 'z42'),
  VECTOR.toUpperCase(),
  // The number of its table goes on to the end.
  'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz',
  'sssswsgggggggggsgcsssfafffsffks',
])('%j is no id', (text) => {
  expect(tableNumberIn(text)).toBeNull()
})

const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 })

test('an id of any table of any deployment tells its table', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 32 - 1 }), bytes, (table, internal) => {
      expect(tableNumberIn(encodeId(table, internal))).toBe(table)
    }),
  )
})

test('an id of this host is one of Convex’s, and leads to its document', () => {
  const created = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
  const salt = fc.integer({ min: 0, max: 2 ** 48 - 1 })
  fc.assert(
    fc.property(fc.constantFrom('agents', 'voiceCalls'), created, salt, (table, at, random) => {
      const place = { created: at, salt: random }
      const id = idOf(table, place)
      expect(tableOfId(id)).toBe(tableNumber(table))
      expect(placeOf(table, id)).toEqual(place)
      expect(isIdOf('callTurns', id)).toBe(false)
    }),
  )
})
