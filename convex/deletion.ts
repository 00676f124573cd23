import { v } from 'convex/values'
import type { MutationCtx } from './_generated/server.js'
import { operatorMutation, operatorQuery, type Caller } from './lib/access.ts'
import { callerOf, deleteCall, deleteCallsOf, sweepRows } from './lib/deleteCalls.ts'
import { parsed } from './lib/errors.ts'
import { e164Schema, maskedNumber } from './model/phoneNumber.ts'
import { vAuditEntry } from './validators/documents.ts'
import type { AuditAction } from './validators/rows.ts'

/** What a step has deleted. Until `isDone` the same is to be asked for again. */
const vDeleted = v.object({ callSids: v.array(v.string()), isDone: v.boolean() })

/** As many as a page shows. */
const MAX_AUDIT = 100

/**
 * Deletes a call that has ended: what was said, what happened, and its words for the search. The
 * figures of the overview keep it. May be repeated.
 */
export const deleteOne = operatorMutation({
  args: { callSid: v.string() },
  returns: vDeleted,
  handler: async (ctx, { callSid }) => {
    const call = await deleteCall(ctx, callSid)
    if (call) await note(ctx, 'call_deleted', callerOf(call), 1)
    return { callSids: [callSid], isDone: await sweepRows(ctx) }
  },
})

/** Deletes every call of a caller (E.164), a lot at a time. May be repeated. */
export const deleteCaller = operatorMutation({
  args: { number: v.string() },
  returns: vDeleted,
  handler: async (ctx, args) => {
    const number = parsed(e164Schema, args.number, ['number'])
    const calls = await deleteCallsOf(ctx, number)
    if (calls.length > 0) await note(ctx, 'caller_deleted', number, calls.length)
    const isDone = calls.length === 0 && (await sweepRows(ctx))
    return { callSids: calls.map(({ callSid }) => callSid), isDone }
  },
})

/** Who deleted what, the latest first. */
export const audit = operatorQuery({
  args: {},
  returns: v.array(vAuditEntry),
  handler: (ctx) =>
    ctx.db.query('audit').withIndex('by_creation_time').order('desc').take(MAX_AUDIT),
})

async function note(
  ctx: MutationCtx & { caller: Caller },
  action: AuditAction,
  number: string,
  calls: number,
): Promise<void> {
  const caller = maskedNumber(number)
  await ctx.db.insert('audit', { at: Date.now(), by: ctx.caller.name, action, caller, calls })
}
