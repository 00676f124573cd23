/** Functions for live queries: they count how often they run. */
import {
  type DataModelFromSchemaDefinition,
  mutationGeneric,
  type MutationBuilder,
  type QueryBuilder,
  queryGeneric,
} from 'convex/server'
import { ConvexError, v } from 'convex/values'
import type schema from './schema.ts'

type DataModel = DataModelFromSchemaDefinition<typeof schema>
const query: QueryBuilder<DataModel, 'public'> = queryGeneric
const mutation: MutationBuilder<DataModel, 'public'> = mutationGeneric

/** By group. */
const runs = new Map<string, number>()

/** How often `keys` ran for a group. */
export const runsOf = query({
  args: { group: v.string() },
  handler: async (_, { group }) => runs.get(group) ?? 0,
})

/** The keys of a group, in order. A key `bad` makes it fail. */
export const keys = query({
  args: { group: v.string() },
  handler: async (ctx, { group }) => {
    runs.set(group, (runs.get(group) ?? 0) + 1)
    const rows = await ctx.db
      .query('things')
      .withIndex('by_key', (q) => q.eq('group', group))
      .collect()
    const found = rows.map(({ key }) => String(key))
    if (found.includes('bad')) throw new ConvexError({ code: 'bad', group })
    return found
  },
})

/** How many keys a group has: the same for different keys. */
export const size = query({
  args: { group: v.string() },
  handler: async (ctx, { group }) => {
    const rows = await ctx.db
      .query('things')
      .withIndex('by_key', (q) => q.eq('group', group))
      .collect()
    return rows.length
  },
})

export const insert = mutation({
  args: { group: v.string(), key: v.union(v.string(), v.number()) },
  handler: async (ctx, { group, key }) => {
    await ctx.db.insert('things', { group, key })
    return key
  },
})

export const rename = mutation({
  args: { group: v.string(), from: v.string(), to: v.string() },
  handler: async (ctx, { group, from, to }) => {
    const row = await ctx.db
      .query('things')
      .withIndex('by_key', (q) => q.eq('group', group).eq('key', from))
      .first()
    if (!row) throw new ConvexError({ code: 'not_found', from })
    await ctx.db.patch('things', row._id, { key: to })
    return null
  },
})

export const remove = mutation({
  args: { group: v.string(), key: v.union(v.string(), v.number()) },
  handler: async (ctx, { group, key }) => {
    for await (const { _id } of ctx.db
      .query('things')
      .withIndex('by_key', (q) => q.eq('group', group).eq('key', key))) {
      await ctx.db.delete('things', _id)
    }
    return null
  },
})

/** Answers what is no Convex value. */
export const noValue = query({
  args: {},
  handler: async (): Promise<unknown> => new Map(),
})

/** Commits without a write. */
export const nothing = mutation({ args: {}, handler: async () => null })
