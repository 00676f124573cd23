import type { Doc } from '../_generated/dataModel.js'
import type { QueryCtx } from '../_generated/server.js'

/** Far more than a conversation can have: 500 of the visitor's, their answers and what was done for them. */
const MAX_MESSAGES = 8000

export const chatById = (ctx: QueryCtx, chatId: string): Promise<Doc<'chats'> | null> =>
  ctx.db
    .query('chats')
    .withIndex('by_chatId', (q) => q.eq('chatId', chatId))
    .unique()

/** What is kept of a conversation that was deleted. */
export const deletedChat = (ctx: QueryCtx, chatId: string): Promise<Doc<'deletedChats'> | null> =>
  ctx.db
    .query('deletedChats')
    .withIndex('by_chatId', (q) => q.eq('chatId', chatId))
    .unique()

export const chatMessageBySeq = (
  ctx: QueryCtx,
  chatId: string,
  seq: number,
): Promise<Doc<'chatMessages'> | null> =>
  ctx.db
    .query('chatMessages')
    .withIndex('by_seq', (q) => q.eq('chatId', chatId).eq('seq', seq))
    .unique()

/** Everything that was said, in order. */
export const chatMessagesOf = (ctx: QueryCtx, chatId: string): Promise<Doc<'chatMessages'>[]> =>
  ctx.db
    .query('chatMessages')
    .withIndex('by_seq', (q) => q.eq('chatId', chatId))
    .take(MAX_MESSAGES)
