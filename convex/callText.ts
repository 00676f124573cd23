import { v } from 'convex/values'
import { internal } from './_generated/api.js'
import type { MutationCtx } from './_generated/server.js'
import { internalMutation } from './lib/access.ts'
import { indexStoredCall } from './lib/indexCall.ts'

/** Calls of one transaction: an hour of talk is a few hundred rows. */
const CALLS_A_PAGE = 8

const args = { cursor: v.union(v.string(), v.null()) }

/**
 * Makes calls findable that an earlier release stored, a page at a time. Returns where the next page
 * begins; `null` when all are done. May be repeated.
 */
export const fillPage = internalMutation({
  args,
  returns: v.union(v.string(), v.null()),
  handler: (ctx, { cursor }) => fill(ctx, cursor),
})

/** The same until all are done, on a Convex deployment: `npx convex run callText:fillAll '{"cursor":null}'`. */
export const fillAll = internalMutation({
  args,
  returns: v.null(),
  handler: async (ctx, { cursor }) => {
    const next = await fill(ctx, cursor)
    if (next !== null) await ctx.scheduler.runAfter(0, internal.callText.fillAll, { cursor: next })
    return null
  },
})

async function fill(ctx: MutationCtx, cursor: string | null): Promise<string | null> {
  const { page, isDone, continueCursor } = await ctx.db
    .query('voiceCalls')
    .withIndex('by_creation_time')
    .order('desc')
    .paginate({ cursor, numItems: CALLS_A_PAGE })
  for (const call of page) await indexStoredCall(ctx, call)
  return isDone ? null : continueCursor
}
