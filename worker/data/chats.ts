/** Conversations on web pages, at the Convex host. */
import type { FunctionReturnType } from 'convex/server'
import { api } from '../../convex/_generated/api.js'
import { type ChatAgent, chatAgentSchema } from '../../convex/model/agent.ts'
import type { Chat, ChatMessage } from '../../convex/model/chat.ts'
import { connect, type DataSettings } from './connection.ts'
import type { Operator } from './deletion.ts'

/** What a conversation tells of itself; see `chats.record`. */
export interface ChatDelivery {
  chat: Chat
  revision: number
  messages: ChatMessage[]
  removed: number[]
}

/** Messages of one part: each is looked up and written, and Convex lets a transaction do so 4,096 times. */
const MAX_ROWS = 300
/** Characters of one part's messages; see `delivery.ts`. */
const MAX_LENGTH = 800_000
/** The longest text of a row, in characters: a character has three bytes at most, and a row 1 MiB. */
const LONGEST = 150_000

/** The agent as conversations need it; `null`: there is none that chats. */
export async function chatAgent(
  settings: DataSettings,
  agentId: string,
): Promise<ChatAgent | null> {
  const agent = await (await connect(settings)).query(api.agents.chatSnapshot, { agentId })
  return chatAgentSchema.nullable().parse(agent)
}

/** Safe to repeat, also in the middle. */
export async function recordChat(
  settings: DataSettings,
  { messages, ...record }: ChatDelivery,
): Promise<FunctionReturnType<typeof api.chats.record>> {
  const client = await connect(settings)
  const parts = partsOf(messages.map(storable))
  const last = parts.pop() ?? []
  for (const part of parts) {
    const partial = { ...record, messages: part, removed: [], isPartial: true }
    const answer = await client.mutation(api.chats.record, partial)
    if (answer.isDeleted) return answer
  }
  return client.mutation(api.chats.record, { ...record, messages: last })
}

/** The conversation as it is stored; `null`: there is none. */
export async function storedChat(
  settings: DataSettings,
  chatId: string,
): Promise<{
  chat: NonNullable<FunctionReturnType<typeof api.chats.get>>
  messages: FunctionReturnType<typeof api.chats.messages>
} | null> {
  const client = await connect(settings)
  const [chat, messages] = await Promise.all([
    client.query(api.chats.get, { chatId }),
    client.query(api.chats.messages, { chatId }),
  ])
  return chat && { chat, messages }
}

/**
 * Deletes a conversation for an operator. Rejects with a `ConvexError` when there is none (`not_found`) or
 * it goes on (`conflict`).
 */
export async function deleteChat(
  settings: DataSettings,
  operator: Operator,
  chatId: string,
): Promise<void> {
  const client = await connect(settings, operator)
  for (;;) {
    const { isDone } = await client.mutation(api.deletion.deleteChat, { chatId })
    if (isDone) return
  }
}

function partsOf(messages: readonly ChatMessage[]): ChatMessage[][] {
  const parts: ChatMessage[][] = []
  let room = 0
  for (const message of messages) {
    const length = message.text.length + (message.detail?.length ?? 0)
    const current = parts.at(-1)
    if (current && current.length < MAX_ROWS && length <= room) current.push(message)
    else {
      parts.push([message])
      room = MAX_LENGTH
    }
    room -= length
  }
  return parts
}

/** A row that is refused would be refused for ever. */
function storable({ text, detail, ...message }: ChatMessage): ChatMessage {
  return { ...message, text: cut(text), detail: detail === null ? null : cut(detail) }
}

/** Not in the middle of a character that takes two places. */
const cut = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
