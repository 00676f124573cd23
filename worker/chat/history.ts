import type { HistoryItem } from '../call/history.ts'
import type { ChatState, Message } from './state.ts'
import { toolIn } from './toolRow.ts'

/** What a brain is told at the most, in characters: the end of a conversation counts most. */
const LONGEST = 60_000

/** The conversation as its brain is told it, for the answer that is asked for now. */
export function historyOf({ messages, answer }: ChatState): HistoryItem[] {
  const to = answer?.to ?? Infinity
  // What was said while the answer was being written is for the next one.
  const told = messages.filter(({ role, seq }) => role !== 'visitor' || seq <= to)
  return lastOf(told.flatMap(itemsOf))
}

function itemsOf(message: Message): HistoryItem[] {
  const { role, text, isOurs } = message
  switch (role) {
    case 'visitor':
      return [{ kind: 'caller', text }]
    case 'agent':
    case 'person':
      return isOurs || text === '' ? [] : [{ kind: 'agent', text }]
    case 'note':
      return []
    case 'tool': {
      const row = toolIn(message)
      if (!row) return []
      const { toolCallId, args, output } = row
      const called: HistoryItem = { kind: 'tool_called', toolCallId, name: text, args }
      return output === undefined
        ? [called]
        : [called, { kind: 'tool_answered', toolCallId, output }]
    }
  }
}

const lengthOf = (item: HistoryItem): number =>
  'text' in item ? item.text.length : 'output' in item ? item.output.length : item.args.length

function lastOf(items: readonly HistoryItem[]): HistoryItem[] {
  let room = LONGEST
  const first = items.findLastIndex((item) => {
    room -= lengthOf(item)
    return room < 0
  })
  return items.slice(Math.min(first + 1, Math.max(0, items.length - 1)))
}
