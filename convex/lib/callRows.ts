import type { Doc } from '../_generated/dataModel.js'
import type { QueryCtx } from '../_generated/server.js'

/** OpenAI ends a session after 60 minutes; no call comes near it. */
const MAX_TURNS = 4000

export function callBySid(ctx: QueryCtx, callSid: string): Promise<Doc<'voiceCalls'> | null> {
  return ctx.db
    .query('voiceCalls')
    .withIndex('by_callSid', (q) => q.eq('callSid', callSid))
    .unique()
}

/** What is kept of a call that was deleted. */
export function deletedCall(ctx: QueryCtx, callSid: string): Promise<Doc<'deletedCalls'> | null> {
  return ctx.db
    .query('deletedCalls')
    .withIndex('by_callSid', (q) => q.eq('callSid', callSid))
    .unique()
}

export function turnByItem(
  ctx: QueryCtx,
  callSid: string,
  itemId: string,
): Promise<Doc<'callTurns'> | null> {
  return ctx.db
    .query('callTurns')
    .withIndex('by_itemId', (q) => q.eq('callSid', callSid).eq('itemId', itemId))
    .unique()
}

export function eventBySeq(
  ctx: QueryCtx,
  callSid: string,
  seq: number,
): Promise<Doc<'callEvents'> | null> {
  return ctx.db
    .query('callEvents')
    .withIndex('by_seq', (q) => q.eq('callSid', callSid).eq('seq', seq))
    .unique()
}

/** The words by which the call is found. */
export function textOfCall(ctx: QueryCtx, callSid: string): Promise<Doc<'callText'> | null> {
  return ctx.db
    .query('callText')
    .withIndex('by_call', (q) => q.eq('callSid', callSid))
    .unique()
}

/** What was found out of the call. */
export function afterCallOf(ctx: QueryCtx, callSid: string): Promise<Doc<'afterCalls'> | null> {
  return ctx.db
    .query('afterCalls')
    .withIndex('by_callSid', (q) => q.eq('callSid', callSid))
    .unique()
}

/** Everything that was said in the call, in the order of its ids. */
export function turnsOf(ctx: QueryCtx, callSid: string): Promise<Doc<'callTurns'>[]> {
  return ctx.db
    .query('callTurns')
    .withIndex('by_itemId', (q) => q.eq('callSid', callSid))
    .take(MAX_TURNS)
}
