import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { useEmbeddedHost } from '../compare.ts'

const embedded = useEmbeddedHost()

interface Call {
  path: string
  args: Record<string, unknown>
}

const stepsSchema = z.array(z.array(z.object({ changed: z.boolean(), touched: z.boolean() })))

/** For each mutation and each query: did the answer change, and would the host have run it again? */
async function play(mutations: Call[], queries: Call[]) {
  const response = await fetch(`${embedded().url}/reads/${crypto.randomUUID()}/play`, {
    method: 'POST',
    body: JSON.stringify({ mutations, queries }),
  })
  return stepsSchema.parse(await response.json())
}

const insert = (group: string, ...keys: number[]): Call => ({
  path: 'probes:insertAll',
  args: { group, keys: keys.map((key) => ({ key })) },
})
const move = (group: string, key: number, to?: number): Call => ({
  path: 'probes:move',
  args: { group, key, ...(to === undefined ? {} : { to }) },
})
const between = (order: 'asc' | 'desc', lower: number, upper: number): Call => ({
  path: 'probes:between',
  args: {
    group: 'g',
    order,
    lower: { bound: 'gte', key: lower },
    upper: { bound: 'lt', key: upper },
  },
})
const page = (order: 'asc' | 'desc', numItems: number, except?: number): Call => ({
  path: 'probes:page',
  args: {
    group: 'g',
    order,
    paginationOpts: { numItems, cursor: null },
    ...(except === undefined ? {} : { except }),
  },
})
const reads: Call = { path: 'probes:reads', args: { group: 'g' } }

const key = fc.integer({ min: 0, max: 9 })
const group = fc.constantFrom('g', 'h')
const order = fc.constantFrom('asc' as const, 'desc' as const)
const anyMutation = fc.oneof(
  fc.tuple(group, key).map(([name, one]) => insert(name, one)),
  fc.tuple(group, key, key).map(([name, from, to]) => move(name, from, to)),
  fc.tuple(group, key).map(([name, one]) => move(name, one)),
)
const anyQuery = fc.oneof(
  fc.tuple(order, key, key).map(([by, lower, upper]) => between(by, lower, upper)),
  fc.tuple(order, fc.integer({ min: 1, max: 4 })).map(([by, size]) => page(by, size)),
  fc.tuple(order, key).map(([by, except]) => page(by, 2, except)),
  fc.constant(reads),
)

test('whatever changes a query’s answer is in what the query read', async () => {
  const mutations = fc.array(anyMutation, { minLength: 20, maxLength: 20 })
  const queries = fc.array(anyQuery, { minLength: 8, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(mutations, queries, async (script, watched) => {
      const steps = await play(script, watched)
      expect(steps.flat().filter(({ changed, touched }) => changed && !touched)).toEqual([])
    }),
    { numRuns: 12 },
  )
})

test('a query is left alone by what it did not read', async () => {
  const watched = [between('asc', 3, 6), page('desc', 2), page('asc', 2)]
  const steps = await play(
    [
      insert('g', 1, 2, 3, 4, 5, 7, 8, 9),
      insert('h', 4, 9),
      insert('g', 6),
      move('g', 4),
      insert('g', 10),
      move('g', 1, 0),
    ],
    watched,
  )
  // A page reads one row more than it shows, to know whether it is the last.
  expect(steps.map((step) => step.map(({ touched }) => touched))).toEqual([
    [true, true, true],
    [false, false, false],
    [false, false, false],
    [true, false, false],
    [false, true, false],
    [false, false, true],
  ])
})
