import type { Value } from 'convex/values'
import * as fc from 'fast-check'

/** Text without halves of surrogate pairs, which no Convex value holds; zeros are where keys go wrong. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\0', '\u0001', 'a', 'ÿ', '\u{10000}') }),
)
const fieldName = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 2 })

/** Any Convex value, with the awkward ones more often than chance would have them. */
export const { anyValue } = fc.letrec<{ anyValue: Value }>((tie) => ({
  anyValue: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.double(),
    fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 1, 2),
    text,
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Uint8Array.from(bytes).buffer),
    fc.array(tie('anyValue'), { maxLength: 3 }),
    fc.dictionary(fieldName, tie('anyValue'), { maxKeys: 3 }),
  ),
}))
