/** How conversations leave: what shows them goes at once, and their messages a lot at a time. */
import type { Doc } from '../_generated/dataModel.js'
import type { MutationCtx } from '../_generated/server.js'
import { chatById, deletedChat } from './chatRows.ts'
import { functionError } from './errors.ts'

/** Messages of one transaction. */
const MAX_ROWS = 500

/** Returns the conversation as it was; `null` when it was deleted before. */
export async function deleteChat(ctx: MutationCtx, chatId: string): Promise<Doc<'chats'> | null> {
  const chat = await chatById(ctx, chatId)
  if (!chat && (await deletedChat(ctx, chatId))) return null
  if (!chat) throw functionError('not_found', 'There is no such conversation.', 'chatId')
  if (chat.status !== 'ended') {
    throw functionError('conflict', 'A conversation that goes on cannot be deleted. End it first.')
  }
  await removeChat(ctx, chat)
  return chat
}

export async function removeChat(ctx: MutationCtx, { _id, chatId }: Doc<'chats'>): Promise<void> {
  await ctx.db.delete('chats', _id)
  await toSweepChat(ctx, chatId)
}

/** Leaves the messages of the conversation to `sweepChats`. */
export async function toSweepChat(ctx: MutationCtx, chatId: string): Promise<void> {
  const known = await deletedChat(ctx, chatId)
  if (known) await ctx.db.patch('deletedChats', known._id, { hasRows: true })
  else await ctx.db.insert('deletedChats', { chatId, deletedAt: Date.now(), hasRows: true })
}

/** Deletes messages of deleted conversations. Returns whether none are left. */
export async function sweepChats(ctx: MutationCtx): Promise<boolean> {
  let room = MAX_ROWS
  while (room > 0) {
    const deleted = await ctx.db
      .query('deletedChats')
      .withIndex('by_hasRows', (q) => q.eq('hasRows', true))
      .first()
    if (!deleted) return true
    const messages = await ctx.db
      .query('chatMessages')
      .withIndex('by_seq', (q) => q.eq('chatId', deleted.chatId))
      .take(room)
    for (const message of messages) await ctx.db.delete('chatMessages', message._id)
    if (messages.length < room) await ctx.db.patch('deletedChats', deleted._id, { hasRows: false })
    room -= 1 + messages.length
  }
  return false
}
