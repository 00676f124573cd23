import { paginationOptsValidator, paginationResultValidator } from 'convex/server'
import { v } from 'convex/values'
import { memberQuery, operatorQuery, serviceMutation } from './lib/access.ts'
import { chatById, chatMessagesOf } from './lib/chatRows.ts'
import { listChats } from './lib/listChats.ts'
import { recordChat } from './lib/recordChat.ts'
import { vChatStatus } from './validators/chat.ts'
import { vChatDocument, vChatMessageDocument } from './validators/documents.ts'

/** As many as a page shows. */
const MAX_WAITING = 100

/**
 * Stores what a conversation knows of itself by now. May be repeated and may come late: rows are found by
 * their own ids, and keep the latest `revision`. `messages` are those that are new or changed since the last
 * record that was taken, `removed` those that are written anew. Of a record that comes in parts all but the
 * last one are `isPartial`. Of a conversation that was deleted nothing is stored, and `isDeleted` says so.
 *
 * The rows are read by their schemas, as a later release may deliver here while a deploy goes on.
 */
export const record = serviceMutation({
  args: {
    chat: v.any(),
    revision: v.number(),
    messages: v.array(v.any()),
    removed: v.array(v.number()),
    isPartial: v.optional(v.boolean()),
  },
  returns: v.object({ isDeleted: v.optional(v.boolean()) }),
  handler: recordChat,
})

/** One conversation, or `null`. */
export const get = memberQuery({
  args: { chatId: v.string() },
  returns: v.union(vChatDocument, v.null()),
  handler: (ctx, { chatId }) => chatById(ctx, chatId),
})

/** What was said in it, in order. */
export const messages = memberQuery({
  args: { chatId: v.string() },
  returns: v.array(vChatMessageDocument),
  handler: (ctx, { chatId }) => chatMessagesOf(ctx, chatId),
})

/** Those that wait for a person, the one that has waited longest first. */
export const waiting = operatorQuery({
  args: {},
  returns: v.array(vChatDocument),
  handler: (ctx) =>
    ctx.db
      .query('chats')
      .withIndex('by_waitsForPerson', (q) => q.eq('waitsForPerson', true))
      .take(MAX_WAITING),
})

/** Conversations, the newest first, that match everything given: `startedAfter` ≤ start < `startedBefore`. */
export const list = operatorQuery({
  args: {
    paginationOpts: paginationOptsValidator,
    agentId: v.optional(v.string()),
    status: v.optional(vChatStatus),
    startedAfter: v.optional(v.number()),
    startedBefore: v.optional(v.number()),
  },
  returns: paginationResultValidator(vChatDocument),
  handler: (ctx, { paginationOpts, ...filters }) => listChats(ctx, filters, paginationOpts),
})
