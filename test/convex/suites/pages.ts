import type { ConvexHttpClient } from 'convex/browser'
import type { PaginationOptions } from 'convex/server'
import type { Value } from 'convex/values'
import { expect, test } from 'vitest'
import { attempt, useBothProbes } from '../compare.ts'
import { probe } from '../probe/api.ts'

const compare = useBothProbes()

type Order = 'asc' | 'desc'

const insert = (client: ConvexHttpClient, ...keys: number[]) =>
  client.mutation(probe.insertAll, { group: 'g', keys: keys.map((key) => ({ key })) })

const pager =
  (client: ConvexHttpClient, order: Order, except?: Value) => (paginationOpts: PaginationOptions) =>
    client.query(probe.page, {
      group: 'g',
      order,
      paginationOpts,
      ...(except === undefined ? {} : { except }),
    })

test.each<Order>(['asc', 'desc'])(
  'pages (%s) follow each other without gap or overlap',
  async (order) => {
    const outcome = await compare(async (client) => {
      await insert(client, 1, 2, 2, 2, 3, 4, 5)
      const page = pager(client, order)
      const pages = [await page({ numItems: 3, cursor: null })]
      for (let last = pages[0]; last && !last.isDone; last = pages.at(-1)) {
        pages.push(await page({ numItems: 3, cursor: last.continueCursor }))
      }
      return pages
    })
    const keys = order === 'asc' ? [[1, 2, 2], [2, 3, 4], [5]] : [[5, 4, 3], [2, 2, 2], [1]]
    expect(outcome).toMatchObject(keys.map((page, at) => ({ page, isDone: at === 2 })))
  },
)

test('the last page is known to be the last when it is full', async () => {
  const outcome = await compare(async (client) => {
    await insert(client, 1, 2)
    const page = pager(client, 'asc')
    const last = await page({ numItems: 2, cursor: null })
    return [last, await page({ numItems: 2, cursor: last.continueCursor })]
  })
  expect(outcome).toMatchObject([
    { page: [1, 2], isDone: true },
    { page: [], isDone: true },
  ])
})

test('a page read again up to its old end holds what came in between', async () => {
  const outcome = await compare(async (client) => {
    await insert(client, 10, 20, 30, 40)
    const page = pager(client, 'desc')
    const first = await page({ numItems: 2, cursor: null })
    await insert(client, 50, 35, 5)
    const endCursor = first.continueCursor
    const again = await page({ numItems: 2, cursor: null, endCursor })
    const second = await page({ numItems: 9, cursor: endCursor })
    return { first: first.page, again: again.page, second: second.page }
  })
  expect(outcome).toEqual({
    first: [40, 30],
    again: [50, 40, 35, 30],
    second: [20, 10, 5],
  })
})

test('a page stops at its limit and says where to split it', async () => {
  const outcome = await compare(async (client) => {
    await insert(client, ...Array.from({ length: 12 }, () => 0), 1)
    return pager(client, 'asc', 0)({ numItems: 1, cursor: null, maximumRowsRead: 5 })
  })
  expect(outcome).toMatchObject({
    page: [],
    isDone: false,
    pageStatus: 'SplitRequired',
    splitCursor: '(cursor)',
  })
})

test('a page of a negative size is refused', async () => {
  const outcome = await compare(async (client) =>
    attempt(pager(client, 'asc')({ numItems: -1, cursor: null })),
  )
  expect(outcome).toEqual({ error: 'not a domain error' })
})
