import { makeFunctionReference } from 'convex/server'
import { describe, expect, test } from 'vitest'
import { useEmbeddedHost } from '../compare.ts'
import { probe } from '../probe/api.ts'

const embedded = useEmbeddedHost()

const refused = {
  context: makeFunctionReference<'mutation', { part: string }>('refused:context'),
  twoPages: makeFunctionReference<'query', { group: string }>('refused:twoPages'),
  noBoolean: makeFunctionReference<'query', { group: string }>('refused:noBoolean'),
  store: makeFunctionReference<'mutation', { kind: string }>('refused:store'),
}

const client = () => embedded().probe(crypto.randomUUID())

test.each(['ctx.scheduler', 'ctx.storage', 'ctx.runQuery', 'ctx.runMutation', 'ctx.db.system'])(
  '%s is refused by its name',
  async (part) => {
    await expect(client().mutation(refused.context, { part })).rejects.toThrow(
      `This host does not support ${part}`,
    )
  },
)

test.each([
  'a document over 1 MiB',
  'an array over 8192',
  'over 64 levels',
  'a field of the system’s within',
])('%s is not stored', async (kind) => {
  const http = client()
  await expect(http.mutation(refused.store, { kind })).rejects.toThrow('Server Error')
  expect(await http.query(probe.between, { group: 'g', order: 'asc' })).toEqual([])
})

test('what is at the limits is stored', async () => {
  expect(await client().mutation(refused.store, { kind: 'all that fits' })).toBeNull()
})

test('a filter that is no boolean is an error, and hides no row', async () => {
  const http = client()
  await http.mutation(probe.insertAll, { group: 'g', keys: [{ key: 1 }] })
  await expect(http.query(refused.noBoolean, { group: 'g' })).rejects.toThrow('Server Error')
})

const page = (options: object, group = 'g') => ({
  group,
  order: 'asc' as const,
  paginationOpts: { numItems: 1, cursor: null, ...options },
})

describe('pages', () => {
  test('a function reads one page', async () => {
    const http = client()
    await http.mutation(probe.insertAll, { group: 'g', keys: [{ key: 1 }, { key: 2 }] })
    await expect(http.query(refused.twoPages, { group: 'g' })).rejects.toThrow('Server Error')
  })

  test.each([{ numItems: 0 }, { maximumRowsRead: 0 }])('%o is refused', async (options) => {
    await expect(client().query(probe.page, page(options))).rejects.toThrow('Server Error')
  })

  test('the end of one query is not the end of another', async () => {
    const http = client()
    await http.mutation(probe.insertAll, { group: 'full', keys: [{ key: 1 }] })
    const { continueCursor: cursor } = await http.query(probe.page, page({}, 'empty'))
    await expect(http.query(probe.page, page({ cursor }, 'full'))).rejects.toThrow('InvalidCursor')
    const other = { ...page({ cursor }, 'empty'), except: 7 }
    await expect(http.query(probe.page, other)).rejects.toThrow('InvalidCursor')
  })
})
