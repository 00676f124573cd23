import { compareValues, convexToJson, type Value } from 'convex/values'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { attempt, useBothProbes } from '../compare.ts'
import { anyValue } from '../probe/anyValue.ts'
import { probe } from '../probe/api.ts'

const compare = useBothProbes()

const withKey = (key: Value | undefined) => (key === undefined ? {} : { key })
const asJson = (key: Value | undefined) =>
  key === undefined ? 'undefined' : JSON.stringify(convexToJson(key))

test('any values come back whole and in Convex’s order, in both directions', async () => {
  const [keys] = fc.sample(
    fc.array(fc.option(anyValue, { nil: undefined }), { minLength: 300, maxLength: 300 }),
    { numRuns: 1, seed: 42 },
  )
  const outcome = await compare(async (client) => {
    await client.mutation(probe.insertAll, { group: 'g', keys: (keys ?? []).map(withKey) })
    const up = await client.query(probe.between, { group: 'g', order: 'asc' })
    const down = await client.query(probe.between, { group: 'g', order: 'desc' })
    return [up.map(({ key }) => asJson(key)), down.map(({ key }) => asJson(key))]
  })
  // In rows, because sorting an array puts its own undefined ones last.
  const rows = (keys ?? []).map((key) => ({ key }))
  const sorted = rows.toSorted((a, b) => compareValues(a.key, b.key)).map(({ key }) => asJson(key))
  expect(outcome).toEqual([sorted, sorted.toReversed()])
})

test('a range holds exactly the values between its bounds', async () => {
  const keys = [
    undefined,
    null,
    -1n,
    5n,
    -1.5,
    0,
    2,
    false,
    true,
    '',
    'a',
    'ab',
    'b',
    [1],
    [1, 2],
    { a: 1 },
  ]
  const bounds = [undefined, null, 5n, 0, 1, true, 'a', 'aa', [1], { a: 0 }]
  const outcome = await compare(async (client) => {
    await client.mutation(probe.insertAll, { group: 'g', keys: keys.map(withKey) })
    await client.mutation(probe.insertAll, { group: 'h', keys: keys.map(withKey) })
    const ranges: Record<string, string[]> = {}
    for (const bound of bounds) {
      for (const lower of ['gt', 'gte'] as const) {
        for (const upper of ['lt', 'lte'] as const) {
          const rows = await client.query(probe.between, {
            group: 'g',
            order: 'asc',
            lower: { bound: lower, ...withKey(bound) },
            upper: { bound: upper, key: 'b' },
          })
          ranges[`${lower} ${asJson(bound)} ${upper} b`] = rows.map(({ key }) => asJson(key))
        }
      }
    }
    return ranges
  })
  expect(outcome).toMatchObject({
    'gt "a" lt b': ['"ab"'],
    'gte "a" lte b': ['"a"', '"ab"', '"b"'],
    'gt [1] lte b': [],
  })
})

test('a mutation sees its own writes', async () => {
  const outcome = await compare((client) => client.mutation(probe.readOwnWrites, { group: 'g' }))
  expect(outcome).toEqual({
    inserted: ['a', 'b'],
    patched: [0, 'a'],
    removed: ['_creationTime', '_id', 'group'],
    replaced: ['a', 'c'],
    left: ['a'],
    gone: null,
  })
})

test.each([true, false])('a mutation that throws leaves nothing behind', async (convexError) => {
  const outcome = await compare(async (client) => {
    await client.mutation(probe.insertAll, { group: 'kept', keys: [{ key: 1 }, { key: 2 }] })
    const failed = await attempt(
      client.mutation(probe.insertThenThrow, { group: 'g', convexError }),
    )
    return {
      failed,
      kept: await client.query(probe.between, { group: 'kept', order: 'asc' }),
      added: await client.query(probe.between, { group: 'g', order: 'asc' }),
    }
  })
  expect(outcome).toEqual({
    failed: { error: convexError ? { code: 'thrown' } : 'not a domain error' },
    kept: [{ key: 1 }, { key: 2 }],
    added: [],
  })
})

test('mutations at the same time happen one after the other', async () => {
  const outcome = await compare(async (client) => {
    const runs = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        attempt(
          at % 2 === 0
            ? client.mutation(
                probe.insertAll,
                { group: 'g', keys: [{ key: at }] },
                { skipQueue: true },
              )
            : client.mutation(
                probe.insertThenThrow,
                { group: 'g', convexError: true },
                { skipQueue: true },
              ),
        ),
      ),
    )
    const rows = await client.query(probe.between, { group: 'g', order: 'asc' })
    return { failed: runs.filter((run) => 'error' in run).length, rows }
  })
  expect(outcome).toEqual({ failed: 4, rows: [{ key: 0 }, { key: 2 }, { key: 4 }, { key: 6 }] })
})

test.each([
  'wrongType',
  'missingField',
  'extraField',
  'wrongTable',
  'patchExtra',
  'replaceMissing',
  'deleteTwice',
  'patchGone',
  'uniqueOfTwo',
  'noIndex',
  'wrongField',
  'getWrongTable',
])('%s is an error, and what was written before is taken back', async (how) => {
  const outcome = await compare(async (client) => {
    const misuse = await attempt(client.mutation(probe.misuse, { how }))
    return { misuse, rows: await client.query(probe.between, { group: 'g', order: 'asc' }) }
  })
  expect(outcome).toEqual({ misuse: { error: 'not a domain error' }, rows: [] })
})

test('a value that the return validator refuses is an error', async () => {
  const outcome = await compare((client) => attempt(client.query(probe.wrongReturn, {})))
  expect(outcome).toEqual({ error: 'not a domain error' })
})

test('first, take, iteration, filters and the order of creation', async () => {
  const outcome = await compare(async (client) => {
    const keys = [3, 1, 5, 2, 4].map((key) => ({ key }))
    await client.mutation(probe.insertAll, { group: 'g', keys })
    return client.query(probe.reads, { group: 'g' })
  })
  expect(outcome).toEqual({
    first: 1,
    none: null,
    take: [1, 2],
    iterated: [5, 4],
    big: [3, 5],
    byCreation: [4],
    normalized: null,
  })
})
