/** How what a conversation tells of itself gets into its tables. */
import * as z from 'zod'
import type { MutationCtx } from '../_generated/server.js'
import { type ChatMessage, chatMessageSchema, chatSchema } from '../model/chat.ts'
import { chatById, chatMessageBySeq, deletedChat } from './chatRows.ts'
import { functionError, parsed } from './errors.ts'

const recordSchema = z.object({
  chat: chatSchema,
  revision: z.number().int().min(0),
  messages: z.array(chatMessageSchema),
  removed: z.array(z.number().int().min(0)),
  isPartial: z.boolean().optional(),
})
export type ChatRecord = z.infer<typeof recordSchema>

export async function recordChat(
  ctx: MutationCtx,
  args: ChatRecord,
): Promise<{ isDeleted?: boolean }> {
  const { chat, revision, messages, removed, isPartial } = parsed(recordSchema, args)
  const { chatId } = chat
  if (messages.some((message) => message.chatId !== chatId)) {
    throw functionError('invalid', 'A record holds a message of another conversation.', 'messages')
  }
  const stored = await chatById(ctx, chatId)
  if (!stored && (await deletedChat(ctx, chatId))) return { isDeleted: true }
  if (!stored?.hasNoTranscript) {
    for (const message of messages) await saveMessage(ctx, message, revision)
    for (const seq of removed) await removeMessage(ctx, chatId, seq)
  }
  if (isPartial || (stored && stored.revision >= revision)) return {}
  if (!stored) await ctx.db.insert('chats', { ...chat, revision })
  else if (!stored.hasNoTranscript) await ctx.db.replace('chats', stored._id, { ...chat, revision })
  else {
    const silent = { title: '', revision, hasNoTranscript: true }
    await ctx.db.replace('chats', stored._id, { ...chat, ...silent })
  }
  return {}
}

/** A record that comes late changes nothing that a later one has told. */
async function saveMessage(
  ctx: MutationCtx,
  message: ChatMessage,
  revision: number,
): Promise<void> {
  const before = await chatMessageBySeq(ctx, message.chatId, message.seq)
  if (!before) await ctx.db.insert('chatMessages', { ...message, revision })
  else if (before.revision <= revision) {
    await ctx.db.replace('chatMessages', before._id, { ...message, revision })
  }
}

async function removeMessage(ctx: MutationCtx, chatId: string, seq: number): Promise<void> {
  const before = await chatMessageBySeq(ctx, chatId, seq)
  if (before) await ctx.db.delete('chatMessages', before._id)
}
