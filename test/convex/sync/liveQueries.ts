import { ConvexClient, type ConvexHttpClient } from 'convex/browser'
import type { ConvexReactClient } from 'convex/react'
import { makeFunctionReference } from 'convex/server'
import { ConvexError } from 'convex/values'
import { expect, onTestFinished, test } from 'vitest'
import { useEmbeddedHost } from '../compare.ts'
import { probe } from '../probe/api.ts'
import { counted } from '../probe/countedApi.ts'
import { paginate } from './paginated.ts'
import { openProbe, watch } from './view.ts'

const embedded = useEmbeddedHost()

/** A database with two browsers and the HTTP API on it. */
function database(): {
  url: string
  one: ConvexReactClient
  two: ConvexReactClient
  http: ConvexHttpClient
  /** A group of things that no other test has. */
  group: string
} {
  const name = crypto.randomUUID()
  const url = `${embedded().url}/probe/${name}`
  return {
    url,
    one: openProbe(url),
    two: openProbe(url),
    http: embedded().probe(name),
    group: name,
  }
}

test('two clients see each other’s edits, and those by HTTP', async () => {
  const { one, two, http, group } = database()
  const views = [watch(one, counted.keys, { group }), watch(two, counted.keys, { group })]
  const all = (keys: string[]) => Promise.all(views.map((view) => view.untilEqual(keys)))
  await all([])
  await one.mutation(counted.insert, { group, key: 'a' })
  await all(['a'])
  await two.mutation(counted.insert, { group, key: 'b' })
  await all(['a', 'b'])
  await http.mutation(counted.rename, { group, from: 'a', to: 'c' })
  await all(['b', 'c'])
  for (const { shown } of views) expect(shown).toEqual([[], ['a'], ['a', 'b'], ['b', 'c']])
})

test('a query runs again only when what it read has changed, and once for all who watch it', async () => {
  const { one, two, http, group } = database()
  const other = `${group}-other`
  const views = [watch(one, counted.keys, { group }), watch(two, counted.keys, { group })]
  const others = watch(two, counted.keys, { group: other })
  const runs = (group: string) => http.query(counted.runsOf, { group })
  await Promise.all([...views, others].map((view) => view.untilEqual([])))
  expect([await runs(group), await runs(other)]).toEqual([1, 1])

  await one.mutation(counted.insert, { group: other, key: 'x' })
  await others.untilEqual(['x'])
  expect([await runs(group), await runs(other)]).toEqual([1, 2])

  await one.mutation(counted.insert, { group, key: 'a' })
  await Promise.all(views.map((view) => view.untilEqual(['a'])))
  expect([await runs(group), await runs(other)]).toEqual([2, 2])
})

test('nobody watches, nothing runs', async () => {
  const { one, http, group } = database()
  const view = watch(one, counted.keys, { group })
  await view.untilEqual([])
  view.stop()
  // The client's messages are handled in order, so this mutation comes after the goodbye.
  await one.mutation(counted.nothing, {})
  await http.mutation(counted.insert, { group, key: 'a' })
  expect(await http.query(counted.runsOf, { group })).toBe(1)
})

test('a mutation resolves when its client sees what it wrote', async () => {
  const { one, group } = database()
  const view = watch(one, counted.keys, { group })
  for (const key of ['a', 'b', 'c']) {
    expect(await one.mutation(counted.insert, { group, key })).toBe(key)
    expect(view.now()).toContain(key)
  }
})

test('mutations of one client happen in the order of their calls', async () => {
  const { one, group } = database()
  await one.mutation(counted.insert, { group, key: 'name 0' })
  const renames = Array.from({ length: 30 }, (_, step) =>
    one.mutation(counted.rename, { group, from: `name ${step}`, to: `name ${step + 1}` }),
  )
  await Promise.all(renames)
  expect(await one.query(counted.keys, { group })).toEqual(['name 30'])
})

test('an optimistic update shows at once and gives way to the true value without a flicker', async () => {
  const { one, group } = database()
  const view = watch(one, counted.keys, { group })
  await view.untilEqual([])
  const made = one.mutation(
    counted.insert,
    { group, key: 'real' },
    {
      optimisticUpdate: (store) =>
        store.setQuery(counted.keys, { group }, [
          ...(store.getQuery(counted.keys, { group }) ?? []),
          'guess',
        ]),
    },
  )
  expect(view.now()).toEqual(['guess'])
  await made
  expect(view.shown).toEqual([[], ['guess'], ['real']])
})

test('a failed mutation takes its optimistic update back and says why', async () => {
  const { one, group } = database()
  const view = watch(one, counted.keys, { group })
  await view.untilEqual([])
  const failed = one.mutation(
    counted.rename,
    { group, from: 'nobody', to: 'x' },
    { optimisticUpdate: (store) => store.setQuery(counted.keys, { group }, ['x']) },
  )
  const error = await failed.catch((error: unknown) => error)
  expect(error).toBeInstanceOf(ConvexError)
  expect(error).toMatchObject({ data: { code: 'not_found', from: 'nobody' } })
  expect(view.now()).toEqual([])
})

test('a query that fails tells its error and recovers when what it read changes', async () => {
  const { one, two, group } = database()
  const view = watch(one, counted.keys, { group })
  await view.untilEqual([])
  await two.mutation(counted.insert, { group, key: 'bad' })
  const error = await view.untilError()
  expect(error).toBeInstanceOf(ConvexError)
  expect(error).toMatchObject({ data: { code: 'bad', group } })
  await two.mutation(counted.remove, { group, key: 'bad' })
  await view.untilEqual([])
})

test('what there is not fails in Convex’s words', async () => {
  const { one } = database()
  const missing = watch(one, makeFunctionReference<'query'>('no:where'), {})
  expect((await missing.untilError()).message).toContain(
    "Could not find public function for 'no:where'",
  )
  await expect(one.mutation(makeFunctionReference<'mutation'>('no:where'), {})).rejects.toThrow(
    "Could not find public function for 'no:where'",
  )
  await expect(one.action(makeFunctionReference<'action'>('counted:insert'), {})).rejects.toThrow(
    'Trying to execute counted:insert as action, but it is a mutation.',
  )
  const wrong = makeFunctionReference<'query'>('counted:keys')
  expect((await watch(one, wrong, { group: 1 }).untilError()).message).toContain(
    'ArgumentValidationError',
  )
})

test('a bug in a function stays on the server', async () => {
  const { one, group } = database()
  const failed = one.mutation(probe.insertThenThrow, { group, convexError: false })
  await expect(failed).rejects.toThrow(/Server Error/)
  await expect(failed).rejects.not.toThrow(/thrown/)
  expect(await one.query(counted.keys, { group })).toEqual([])
})

test('a query that answers what is no value fails, and the others go on', async () => {
  const { one, group } = database()
  const keys = watch(one, counted.keys, { group })
  expect((await watch(one, counted.noValue, {}).untilError()).message).toContain('Server Error')
  await one.mutation(counted.insert, { group, key: 'a' })
  expect(keys.shown).toEqual([[], ['a']])
})

test('a result of several megabytes arrives whole', async () => {
  const { one, group } = database()
  const keys = Array.from(
    { length: 12 },
    (_, n) => `${String(n).padStart(2, '0')} ${'ü😀'.repeat(40_000)}`,
  )
  const view = watch(one, counted.keys, { group })
  await view.untilEqual([])
  await one.mutation(probe.insertAll, { group, keys: keys.map((key) => ({ key })) })
  expect(view.now()).toEqual(keys)
})

test('pages stay gapless while rows come and go', async () => {
  const { url, http, group } = database()
  const client = new ConvexClient(url, { logger: false, skipConvexDeploymentUrlCheck: true })
  onTestFinished(() => client.close())
  client.setAuth(async () => 'a token')
  const rows = new Set(Array.from({ length: 10 }, (_, n) => n * 10))
  await http.mutation(probe.insertAll, { group, keys: [...rows].map((key) => ({ key })) })

  const page = paginate(client, probe.page, { group, order: 'asc' }, 3)
  await page.until(({ results }) => results.length === 3)
  expect(page.now()).toEqual({ results: [0, 10, 20], status: 'CanLoadMore' })
  page.loadMore()
  await page.until(({ results }) => results.length === 6)

  const sorted = (upTo: number) => [...rows].filter((row) => row <= upTo).toSorted((a, b) => a - b)
  const put = async (key: number) => {
    rows.add(key)
    await http.mutation(counted.insert, { group, key })
  }
  const drop = async (key: number) => {
    rows.delete(key)
    await http.mutation(counted.remove, { group, key })
  }
  // Around and on the seam between the two pages, which is at 20.
  for (const change of [
    () => put(19),
    () => put(21),
    () => drop(20),
    () => put(22),
    () => drop(30),
  ]) {
    await change()
    await page.untilResults(sorted(50))
  }
  // Many rows in one page: the client splits it, and still nothing is missing or shown twice.
  for (let key = 0.5; key < 15; key += 1) await put(key)
  await page.untilResults(sorted(50))
  // Row by row to the end.
  for (let round = 0; page.now()?.status !== 'Exhausted'; round += 1) {
    expect(round).toBeLessThan(5)
    page.loadMore()
    await page.until(({ status }) => status !== 'LoadingMore')
  }
  await page.untilResults(sorted(Infinity))
  // The last page is open to what comes behind it.
  await put(1000)
  await page.untilResults(sorted(Infinity))
})

test('a page is split when it has grown, not when it skips rows', async () => {
  const { http, group } = database()
  const keys = Array.from({ length: 40 }, () => ({ key: 0 }))
  await http.mutation(probe.insertAll, { group, keys: [...keys, { key: 1 }, { key: 2 }] })
  const page = (changes: object, except?: number) =>
    http.query(probe.page, {
      group,
      order: 'asc',
      paginationOpts: { numItems: 1, cursor: null, ...changes },
      ...(except === undefined ? {} : { except }),
    })
  const first = await page({}, 0)
  expect(first).toMatchObject({ page: [1], pageStatus: null, splitCursor: null })
  await http.mutation(probe.insertAll, { group, keys: [{ key: 0.5 }, { key: 0.7 }] })
  const grown = await page({ endCursor: first.continueCursor }, 0)
  expect(grown).toMatchObject({
    page: [0.5, 0.7, 1],
    pageStatus: 'SplitRecommended',
    splitCursor: expect.any(String),
  })
})

test('a page that has an end holds all up to it, whatever it may read', async () => {
  const { http, group } = database()
  const keys = Array.from({ length: 9 }, (_, key) => ({ key }))
  await http.mutation(probe.insertAll, { group, keys })
  const page = (changes: object) =>
    http.query(probe.page, {
      group,
      order: 'asc',
      paginationOpts: { numItems: 6, cursor: null, ...changes },
    })
  const { continueCursor: endCursor } = await page({})
  expect(await page({ endCursor, maximumRowsRead: 4 })).toMatchObject({
    page: [0, 1, 2, 3, 4, 5],
    isDone: false,
    continueCursor: endCursor,
    pageStatus: 'SplitRecommended',
    splitCursor: expect.any(String),
  })
})
