/** How calls leave: what shows them goes at once, and their turns and events a lot at a time. */
import type { Doc } from '../_generated/dataModel.js'
import type { MutationCtx } from '../_generated/server.js'
import { afterCallOf, callBySid, deletedCall, textOfCall } from './callRows.ts'
import { functionError } from './errors.ts'

/** Calls of one transaction: a handful of look-ups and writes each. */
const MAX_CALLS = 200
/** Turns and events of one transaction: far from the 4,096 look-ups that Convex allows. */
const MAX_ROWS = 500

/**
 * Deletes the call, and leaves only that there was one. The figures that it was counted in stay. Returns
 * the call as it was; `null` when it was deleted before.
 */
export async function deleteCall(
  ctx: MutationCtx,
  callSid: string,
): Promise<Doc<'voiceCalls'> | null> {
  const call = await callBySid(ctx, callSid)
  if (!call && (await deletedCall(ctx, callSid))) return null
  if (!call) throw functionError('not_found', 'There is no such call.', 'callSid')
  requireEnded(call)
  await removeCall(ctx, call)
  return call
}

/** Deletes the next calls of a caller: of a call that came in who called, of another who was called. */
export async function deleteCallsOf(
  ctx: MutationCtx,
  number: string,
): Promise<Doc<'voiceCalls'>[]> {
  const calls = [
    ...(await ctx.db
      .query('voiceCalls')
      .withIndex('by_from', (q) => q.eq('direction', 'inbound').eq('from', number))
      .take(MAX_CALLS)),
    ...(await ctx.db
      .query('voiceCalls')
      .withIndex('by_to', (q) => q.eq('direction', 'outbound').eq('to', number))
      .take(MAX_CALLS)),
  ].slice(0, MAX_CALLS)
  for (const call of calls) requireEnded(call)
  for (const call of calls) await removeCall(ctx, call)
  return calls
}

/** Who called or was called, on the other side of ours. */
export const callerOf = ({ direction, from, to }: Doc<'voiceCalls'>): string =>
  direction === 'inbound' ? from : to

function requireEnded({ status }: Doc<'voiceCalls'>): void {
  if (status !== 'in_progress') return
  throw functionError('conflict', 'A call that runs cannot be deleted. End it first.')
}

export async function removeCall(
  ctx: MutationCtx,
  { _id, callSid }: Doc<'voiceCalls'>,
): Promise<void> {
  await ctx.db.delete('voiceCalls', _id)
  const text = await textOfCall(ctx, callSid)
  if (text) await ctx.db.delete('callText', text._id)
  const after = await afterCallOf(ctx, callSid)
  if (after) await ctx.db.delete('afterCalls', after._id)
  await toSweep(ctx, callSid)
}

/** Leaves turns and events of the call to `sweepRows`. */
export async function toSweep(ctx: MutationCtx, callSid: string): Promise<void> {
  const known = await deletedCall(ctx, callSid)
  if (known) await ctx.db.patch('deletedCalls', known._id, { hasRows: true })
  else await ctx.db.insert('deletedCalls', { callSid, deletedAt: Date.now(), hasRows: true })
}

/** Deletes turns and events of deleted calls. Returns whether none are left. */
export async function sweepRows(ctx: MutationCtx): Promise<boolean> {
  let room = MAX_ROWS
  while (room > 0) {
    const deleted = await ctx.db
      .query('deletedCalls')
      .withIndex('by_hasRows', (q) => q.eq('hasRows', true))
      .first()
    if (!deleted) return true
    room -= 1 + (await sweepCall(ctx, deleted, room))
  }
  return false
}

/** Deletes at most `room` rows of the call; fewer are returned: it has none any more. */
async function sweepCall(
  ctx: MutationCtx,
  { _id, callSid }: Doc<'deletedCalls'>,
  room: number,
): Promise<number> {
  const turns = await ctx.db
    .query('callTurns')
    .withIndex('by_itemId', (q) => q.eq('callSid', callSid))
    .take(room)
  for (const turn of turns) await ctx.db.delete('callTurns', turn._id)
  const events = await ctx.db
    .query('callEvents')
    .withIndex('by_seq', (q) => q.eq('callSid', callSid))
    .take(room - turns.length)
  for (const event of events) await ctx.db.delete('callEvents', event._id)
  const rows = turns.length + events.length
  if (rows < room) await ctx.db.patch('deletedCalls', _id, { hasRows: false })
  return rows
}
