/**
 * What was said in the call, as a brain is to know it: only what was heard. Items that were said here have
 * ids, by which they are cut or deleted.
 */
import type { HistoryItem } from '../../call/history.ts'

export interface Said {
  /** `null`: it was said before this engine was there. */
  itemId: string | null
  item: HistoryItem
}
export type Conversation = readonly Said[]

export function opened(history: readonly HistoryItem[]): Conversation {
  return history.map((item) => ({ itemId: null, item }))
}

export function add(
  conversation: Conversation,
  item: HistoryItem,
  itemId: string | null = null,
): Conversation {
  return [...conversation, { itemId, item }]
}

/** The words of an item are these now, where it is known. */
export function reword(conversation: Conversation, itemId: string, text: string): Conversation {
  return conversation.map((said) =>
    said.itemId === itemId && 'text' in said.item ? { itemId, item: { ...said.item, text } } : said,
  )
}

export function remove(conversation: Conversation, itemId: string): Conversation {
  return conversation.filter((said) => said.itemId !== itemId)
}

/**
 * The conversation for a brain. A tool that was not answered yet is none of it: models refuse a
 * conversation in which a call has no answer.
 */
export function toldTo(conversation: Conversation): HistoryItem[] {
  const items = conversation.map(({ item }) => item)
  const answered = new Set(
    items.flatMap((item) => (item.kind === 'tool_answered' ? [item.toolCallId] : [])),
  )
  return items.filter((item) =>
    item.kind === 'tool_called'
      ? answered.has(item.toolCallId)
      : !('text' in item) || item.text !== '',
  )
}

/** Whether the end of it, which is to be answered, is what a tool did. */
export function endsWithTool(conversation: Conversation): boolean {
  return conversation.findLast(({ item }) => item.kind !== 'agent')?.item.kind === 'tool_answered'
}
