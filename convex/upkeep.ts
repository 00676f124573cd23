import { v } from 'convex/values'
import { internal } from './_generated/api.js'
import type { MutationCtx } from './_generated/server.js'
import { internalMutation } from './lib/access.ts'
import { indexStoredCall } from './lib/indexCall.ts'
import { MAX_MERGED, mergeSlots } from './lib/mergeSlots.ts'

/** Calls of one transaction: an hour of talk is a few hundred rows. */
const CALLS_A_STEP = 8

/** How far it has come: `cursor` is the first step's `null`, then the next page of calls, then `ALL`. */
const vProgress = v.object({ cursor: v.union(v.string(), v.null()), isDone: v.boolean() })
const ALL = 'all'

/**
 * Does for what an earlier release stored what this one does as it stores: makes calls findable, and
 * merges their figures. A few rows at a time, while all else goes on; may be repeated.
 */
export const step = internalMutation({
  args: { cursor: v.union(v.string(), v.null()) },
  returns: vProgress,
  handler: (ctx, { cursor }) => doStep(ctx, cursor),
})

/** The same until it is done, on a Convex deployment. `migrations:run` begins it. */
export const run = internalMutation({
  args: { cursor: v.union(v.string(), v.null()) },
  returns: v.null(),
  handler: async (ctx, args) => {
    const { cursor, isDone } = await doStep(ctx, args.cursor)
    if (!isDone) await ctx.scheduler.runAfter(0, internal.upkeep.run, { cursor })
    return null
  },
})

async function doStep(ctx: MutationCtx, cursor: string | null) {
  const merged = await mergeSlots(ctx, Date.now())
  const next = cursor === ALL ? ALL : await indexCalls(ctx, cursor)
  return { cursor: next, isDone: next === ALL && merged < MAX_MERGED }
}

async function indexCalls(ctx: MutationCtx, cursor: string | null): Promise<string> {
  const { page, isDone, continueCursor } = await ctx.db
    .query('voiceCalls')
    .withIndex('by_creation_time')
    .order('desc')
    .paginate({ cursor, numItems: CALLS_A_STEP })
  for (const call of page) await indexStoredCall(ctx, call)
  return isDone ? ALL : continueCursor
}
