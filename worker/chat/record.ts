import type { Chat, ChatMessage } from '../../convex/model/chat.ts'
import { NO_COST, partCosts } from '../../convex/model/cost.ts'
import { SCHEMA_VERSION } from '../../convex/model/schemaVersion.ts'
import type { ChatState } from './state.ts'

/** What a conversation begins with, and keeps whatever is edited meanwhile. */
export type ChatFacts = Pick<Chat, 'chatId' | 'agentId' | 'agentVersion' | 'origin' | 'model'>

const TITLE_LENGTH = 80

/** The conversation as operators see it in lists. */
export function chatOf(state: ChatState, facts: ChatFacts): Chat {
  const { status, startedAt, endedAt, endReason, failure, messages, usage, rules } = state
  return {
    schemaVersion: SCHEMA_VERSION,
    ...facts,
    agentName: rules.agentName,
    status,
    startedAt,
    lastMessageAt: messages.at(-1)?.at ?? startedAt,
    endedAt,
    endReason,
    failure,
    visitorMessages: state.visitorMessages,
    title: titleOf(messages.find(({ role }) => role === 'visitor')?.text ?? ''),
    waitsForPerson: state.waitsForPerson,
    usage,
    cost: { ...NO_COST, parts: partCosts(usage, startedAt) },
  }
}

function titleOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  const characters = [...line]
  return characters.length <= TITLE_LENGTH
    ? line
    : `${characters.slice(0, TITLE_LENGTH - 1).join('')}…`
}

/** Its messages as they are stored. */
export function messagesOf({ messages }: ChatState, chatId: string): ChatMessage[] {
  return messages.map(({ isOurs: _, wholeAt: __, ...message }) => ({ ...message, chatId }))
}
