/** Functions that use each part of `ctx.db` on its own. */
import {
  type DataModelFromSchemaDefinition,
  mutationGeneric,
  type MutationBuilder,
  paginationOptsValidator,
  type QueryBuilder,
  queryGeneric,
} from 'convex/server'
import { ConvexError, v } from 'convex/values'
import type schema from './schema.ts'

type DataModel = DataModelFromSchemaDefinition<typeof schema>
const query: QueryBuilder<DataModel, 'public'> = queryGeneric
const mutation: MutationBuilder<DataModel, 'public'> = mutationGeneric

const vBound = v.union(v.literal('gt'), v.literal('gte'))
const vUpper = v.union(v.literal('lt'), v.literal('lte'))
const vOrder = v.union(v.literal('asc'), v.literal('desc'))

export const insertAll = mutation({
  args: { group: v.string(), keys: v.array(v.object({ key: v.optional(v.any()) })) },
  handler: async (ctx, { group, keys }) => {
    const ids = []
    for (const { key } of keys) ids.push(await ctx.db.insert('things', { group, key }))
    return ids
  },
})

/** Gives the first row with a key another one, or without `to` removes it. */
export const move = mutation({
  args: { group: v.string(), key: v.any(), to: v.optional(v.any()) },
  handler: async (ctx, { group, key, to }) => {
    const row = await ctx.db
      .query('things')
      .withIndex('by_key', (q) => q.eq('group', group).eq('key', key))
      .first()
    if (!row) return null
    if (to === undefined) await ctx.db.delete('things', row._id)
    else await ctx.db.patch('things', row._id, { key: to })
    return null
  },
})

/** The keys between two bounds, in order. */
export const between = query({
  args: {
    group: v.string(),
    order: vOrder,
    lower: v.optional(v.object({ bound: vBound, key: v.optional(v.any()) })),
    upper: v.optional(v.object({ bound: vUpper, key: v.optional(v.any()) })),
  },
  handler: async (ctx, { group, order, lower, upper }) => {
    const rows = await ctx.db
      .query('things')
      .withIndex('by_key', (q) => {
        const inGroup = q.eq('group', group)
        if (lower && upper)
          return inGroup[lower.bound]('key', lower.key)[upper.bound]('key', upper.key)
        if (lower) return inGroup[lower.bound]('key', lower.key)
        if (upper) return inGroup[upper.bound]('key', upper.key)
        return inGroup
      })
      .order(order)
      .collect()
    return rows.map(({ key }) => (key === undefined ? {} : { key }))
  },
})

export const page = query({
  args: {
    group: v.string(),
    order: vOrder,
    paginationOpts: paginationOptsValidator,
    except: v.optional(v.any()),
  },
  handler: async (ctx, { group, order, paginationOpts, except }) => {
    const result = await ctx.db
      .query('things')
      .withIndex('by_key', (q) => q.eq('group', group))
      .order(order)
      .filter((q) => except === undefined || q.neq(q.field('key'), except))
      .paginate(paginationOpts)
    return { ...result, page: result.page.map(({ key }): unknown => key ?? null) }
  },
})

export const insertThenThrow = mutation({
  args: { group: v.string(), convexError: v.boolean() },
  handler: async (ctx, { group, convexError }) => {
    const id = await ctx.db.insert('things', { group, key: 1 })
    await ctx.db.patch('things', id, { key: 2 })
    for await (const row of ctx.db.query('things')) await ctx.db.delete('things', row._id)
    throw convexError ? new ConvexError({ code: 'thrown' }) : new Error('thrown')
  },
})

/** Every step sees the steps before it. */
export const readOwnWrites = mutation({
  args: { group: v.string() },
  handler: async (ctx, { group }) => {
    const keys = async () => {
      const rows = await ctx.db
        .query('things')
        .withIndex('by_key', (q) => q.eq('group', group))
        .collect()
      return rows.map(({ key }): unknown => key ?? null)
    }
    const id = await ctx.db.insert('things', { group, key: 'b', nested: { rank: 1 } })
    await ctx.db.insert('things', { group, key: 'a' })
    const inserted = await keys()
    await ctx.db.patch('things', id, { key: 0 })
    const patched = await keys()
    await ctx.db.patch('things', id, { key: undefined, nested: undefined })
    const removed = await ctx.db.get('things', id)
    await ctx.db.replace('things', id, { group, key: 'c' })
    const replaced = await keys()
    await ctx.db.delete('things', id)
    return {
      inserted,
      patched,
      removed: Object.keys(removed ?? {}).toSorted(),
      replaced,
      left: await keys(),
      gone: await ctx.db.get('things', id),
    }
  },
})

/** One way to write what the schema or the database refuses. */
export const misuse = mutation({
  args: { how: v.string() },
  handler: async (ctx, { how }) => {
    const id = await ctx.db.insert('things', { group: 'g' })
    const wrong: Record<string, () => Promise<unknown>> = {
      // @ts-expect-error a number where a string belongs
      wrongType: () => ctx.db.insert('things', { group: 1 }),
      // @ts-expect-error a field is missing
      missingField: () => ctx.db.insert('things', {}),
      // @ts-expect-error a field too many
      extraField: () => ctx.db.insert('things', { group: 'g', other: 1 }),
      // @ts-expect-error the id of another table
      wrongTable: () => ctx.db.insert('owners', { name: 'o', thingId: 'nothing' }),
      // @ts-expect-error a field too many
      patchExtra: () => ctx.db.patch('things', id, { other: 1 }),
      // @ts-expect-error a field is missing
      replaceMissing: () => ctx.db.replace('things', id, {}),
      deleteTwice: async () => {
        await ctx.db.delete('things', id)
        await ctx.db.delete('things', id)
      },
      patchGone: async () => {
        await ctx.db.delete('things', id)
        await ctx.db.patch('things', id, { key: 1 })
      },
      uniqueOfTwo: async () => {
        await ctx.db.insert('things', { group: 'g' })
        return ctx.db
          .query('things')
          .withIndex('by_key', (q) => q.eq('group', 'g'))
          .unique()
      },
      // @ts-expect-error no such index
      noIndex: () => ctx.db.query('things').withIndex('by_nothing').collect(),
      wrongField: () =>
        ctx.db
          .query('things')
          // @ts-expect-error fields out of order
          .withIndex('by_key', (q) => q.eq('key', 1))
          .collect(),
      getWrongTable: () => {
        // @ts-expect-error the id of another table
        return ctx.db.get('owners', id)
      },
    }
    await wrong[how]?.()
    return null
  },
})

/** The other ways to read. */
export const reads = query({
  args: { group: v.string() },
  handler: async (ctx, { group }) => {
    const inGroup = () => ctx.db.query('things').withIndex('by_key', (q) => q.eq('group', group))
    const iterated: unknown[] = []
    for await (const { key } of inGroup().order('desc')) {
      iterated.push(key ?? null)
      if (iterated.length === 2) break
    }
    const big = await inGroup()
      .filter((q) => q.and(q.gt(q.field('key'), 1), q.not(q.eq(q.mod(q.field('key'), 2), 0))))
      .collect()
    return {
      first: (await inGroup().first())?.key ?? null,
      none: await ctx.db
        .query('things')
        .withIndex('by_key', (q) => q.eq('group', ''))
        .first(),
      take: (await inGroup().take(2)).map(({ key }): unknown => key ?? null),
      iterated,
      big: big.map(({ key }): unknown => key ?? null),
      byCreation: (await ctx.db.query('things').order('desc').take(1)).map(
        ({ key }): unknown => key,
      ),
      normalized: ctx.db.normalizeId('owners', (await inGroup().first())?._id ?? ''),
    }
  },
})

export const wrongReturn = query({
  args: {},
  returns: v.string(),
  // @ts-expect-error the validator asks for a string
  handler: async () => 1,
})
