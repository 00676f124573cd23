import type { Doc } from '../_generated/dataModel.js'
import type { QueryCtx } from '../_generated/server.js'

export function callBySid(ctx: QueryCtx, callSid: string): Promise<Doc<'voiceCalls'> | null> {
  return ctx.db
    .query('voiceCalls')
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

export function termRow(
  ctx: QueryCtx,
  callSid: string,
  term: string,
): Promise<Doc<'callTerms'> | null> {
  return ctx.db
    .query('callTerms')
    .withIndex('by_call', (q) => q.eq('callSid', callSid).eq('term', term))
    .unique()
}
