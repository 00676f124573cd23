import { v } from 'convex/values'
import { operatorMutation, operatorQuery } from './lib/access.ts'
import { note } from './lib/audit.ts'
import { callerOf, deleteCall, deleteCallsOf, sweepRows } from './lib/deleteCalls.ts'
import { deleteChat as deleteChatRow, sweepChats } from './lib/deleteChats.ts'
import { parsed } from './lib/errors.ts'
import { e164Schema, maskedNumber } from './model/phoneNumber.ts'
import { vAuditEntry } from './validators/documents.ts'

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
    if (call) await note(ctx, 'call_deleted', maskedNumber(callerOf(call)), 1)
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
    if (calls.length > 0) await note(ctx, 'caller_deleted', maskedNumber(number), calls.length)
    const isDone = calls.length === 0 && (await sweepRows(ctx))
    return { callSids: calls.map(({ callSid }) => callSid), isDone }
  },
})

/** Deletes a conversation that has ended, and what was said in it. Until `isDone` it is to be asked for again. */
export const deleteChat = operatorMutation({
  args: { chatId: v.string() },
  returns: v.object({ isDone: v.boolean() }),
  handler: async (ctx, { chatId }) => {
    const chat = await deleteChatRow(ctx, chatId)
    if (chat) await note(ctx, 'chat_deleted', chat.agentName, 1)
    return { isDone: await sweepChats(ctx) }
  },
})

/** Who deleted what, the latest first. */
export const audit = operatorQuery({
  args: {},
  returns: v.array(vAuditEntry),
  handler: (ctx) =>
    ctx.db.query('audit').withIndex('by_creation_time').order('desc').take(MAX_AUDIT),
})
