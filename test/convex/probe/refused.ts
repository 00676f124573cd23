/** Functions that use what only Convex itself has, or use it as nobody may. */
import {
  type DataModelFromSchemaDefinition,
  mutationGeneric,
  type MutationBuilder,
  type QueryBuilder,
  queryGeneric,
} from 'convex/server'
import { type Value, v } from 'convex/values'
import type schema from './schema.ts'

type DataModel = DataModelFromSchemaDefinition<typeof schema>
const query: QueryBuilder<DataModel, 'public'> = queryGeneric
const mutation: MutationBuilder<DataModel, 'public'> = mutationGeneric

const inGroup = (group: string) => ({ numItems: 1, cursor: null, group })

/** Each uses one part of the context. */
export const context = mutation({
  args: { part: v.string() },
  handler: async (ctx, { part }) => {
    const uses: Record<string, () => unknown> = {
      // @ts-expect-error no such function is needed
      'ctx.scheduler': () => ctx.scheduler.runAfter(0, 'any'),
      'ctx.storage': () => ctx.storage.generateUploadUrl(),
      // @ts-expect-error no such function is needed
      'ctx.runQuery': () => ctx.runQuery('any'),
      // @ts-expect-error no such function is needed
      'ctx.runMutation': () => ctx.runMutation('any'),
      'ctx.db.system': () => ctx.db.system.query('_storage').collect(),
    }
    await uses[part]?.()
    return null
  },
})

export const twoPages = query({
  args: { group: v.string() },
  handler: async (ctx, { group }) => {
    const { group: _, ...options } = inGroup(group)
    const pages = () => ctx.db.query('things').withIndex('by_key', (q) => q.eq('group', group))
    await pages().paginate(options)
    return (await pages().order('desc').paginate(options)).page.length
  },
})

export const noBoolean = query({
  args: { group: v.string() },
  handler: async (ctx, { group }) => {
    const rows = ctx.db.query('things').withIndex('by_key', (q) => q.eq('group', group))
    return (await rows.filter((q) => q.field('key')).collect()).length
  },
})

/** Stores a value of a kind that Convex refuses. */
export const store = mutation({
  args: { kind: v.string() },
  handler: async (ctx, { kind }) => {
    let nested: Value = 1
    for (let level = 0; level < 70; level++) nested = [nested]
    const values: Record<string, Value> = {
      'a document over 1 MiB': 'x'.repeat(1024 * 1024 + 1),
      'an array over 8192': Array.from({ length: 8193 }, () => 0),
      'over 64 levels': nested,
      'a field of the system’s within': { inner: { _secret: 1 } },
      'all that fits': {
        text: 'x'.repeat(900 * 1024),
        list: Array.from({ length: 8192 }, () => 0),
      },
    }
    await ctx.db.insert('things', { group: 'g', key: values[kind] ?? null })
    return null
  },
})
