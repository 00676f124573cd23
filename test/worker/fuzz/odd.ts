/** Messages that are nearly right: documented ones, bent in one place or a few. */
import * as fc from 'fast-check'

const LEAVES: readonly unknown[] = [
  null,
  true,
  '',
  '\\',
  '"',
  '\u0000',
  '\uD800',
  '=',
  '{',
  '-1',
  '1e999',
  'x'.repeat(5_000),
  -1,
  0.5,
  1e300,
  Number.MAX_SAFE_INTEGER + 1,
  [],
  [[]],
  {},
  { __proto__: null, constructor: 1 },
]

const leaf = fc.oneof(fc.constantFrom(...LEAVES), fc.jsonValue({ maxDepth: 3 }))

type Bend =
  { how: 'replace'; at: number; by: unknown } | { how: 'remove' | 'rename' | 'repeat'; at: number }

const bend: fc.Arbitrary<Bend> = fc.oneof(
  fc.record({ how: fc.constant('replace' as const), at: fc.nat(), by: leaf }),
  fc.record({
    how: fc.constantFrom('remove' as const, 'rename' as const, 'repeat' as const),
    at: fc.nat(),
  }),
)

/** One of these messages, bent. */
function bentOf(messages: readonly object[]): fc.Arbitrary<object> {
  return fc
    .tuple(fc.constantFrom(...messages), fc.array(bend, { minLength: 1, maxLength: 3 }))
    .map(([message, bends]) => bends.reduce<object>(bent, structuredClone(message)))
}

/** The text of one of these messages, bent, cut off, or with letters put in. */
export function oddTextOf(messages: readonly object[]): fc.Arbitrary<string> {
  const text = bentOf(messages).map((message) => JSON.stringify(message))
  return fc.oneof(
    { weight: 8, arbitrary: text },
    { weight: 1, arbitrary: fc.tuple(text, fc.nat(200)).map(([whole, at]) => whole.slice(0, at)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(text, fc.nat(), fc.string())
        .map(
          ([whole, at, more]) =>
            whole.slice(0, at % whole.length) + more + whole.slice(at % whole.length),
        ),
    },
    { weight: 1, arbitrary: fc.string() },
  )
}

/** Every place in a message: an object or a list, and a name in it. */
function placesIn(part: object): { holder: object; name: string }[] {
  return Object.entries(part).flatMap(([name, value]: [string, unknown]) => [
    { holder: part, name },
    ...(typeof value === 'object' && value !== null ? placesIn(value) : []),
  ])
}

function bent(message: object, how: Bend): object {
  const places = placesIn(message)
  const place = places[how.at % Math.max(1, places.length)]
  if (!place) return message
  const { holder, name } = place
  const value: unknown = Reflect.get(holder, name)
  switch (how.how) {
    case 'replace':
      // A copy: what is put in may be bent itself.
      Reflect.set(holder, name, structuredClone(how.by))
      break
    case 'remove':
      Reflect.deleteProperty(holder, name)
      break
    case 'rename':
      Reflect.deleteProperty(holder, name)
      Reflect.set(holder, `${name}_`, value)
      break
    case 'repeat':
      Reflect.set(holder, name, [value, structuredClone(value)])
  }
  return message
}
