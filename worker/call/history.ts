import * as z from 'zod'
import type { JournalEntry } from './journal.ts'

/**
 * What an engine is told of the call so far when it was not there: only what was heard, in the order
 * in which it was said.
 */
export const historyItemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('caller'), text: z.string() }),
  z.object({ kind: z.literal('agent'), text: z.string() }),
  /** The caller did something else than speak. */
  z.object({ kind: z.literal('told'), text: z.string() }),
  z.object({
    kind: z.literal('tool_called'),
    toolCallId: z.string(),
    name: z.string(),
    args: z.string(),
  }),
  z.object({ kind: z.literal('tool_answered'), toolCallId: z.string(), output: z.string() }),
])
export type HistoryItem = z.infer<typeof historyItemSchema>

/** An item and where it stands. `key` is what a later line of the same thing has, too. */
export interface Remembered {
  key: string
  /** Epoch ms, or ms since the call began where the line says no more: only the order counts. */
  at: number
  item: HistoryItem
}

export type History = readonly Remembered[]

/** What was said before the call began, as the beginning of its history. */
export function remembered(items: readonly HistoryItem[]): History {
  return items.map((item, index) => ({ key: `before:${index}`, at: 0, item }))
}

/** Adds one line of the journal. `startedAt`: when the call began, epoch ms. */
export function remember(history: History, entry: JournalEntry, startedAt: number): History {
  switch (entry.kind) {
    case 'turn': {
      const { itemId, role, text, heardText, startedAtMs } = entry.turn
      const item: HistoryItem = { kind: role, text: role === 'caller' ? text : heardText }
      return put(history, { key: `turn:${itemId}`, at: startedAt + startedAtMs, item })
    }
    case 'told':
      return put(history, {
        key: `told:${history.length}`,
        at: entry.at,
        item: { kind: 'told', text: entry.text },
      })
    case 'tool_called': {
      const { toolCallId, name, args } = entry
      const item: HistoryItem = { kind: 'tool_called', toolCallId, name, args }
      return put(history, { key: `called:${toolCallId}`, at: entry.at, item })
    }
    case 'tool_answered': {
      const { toolCallId, output } = entry
      const item: HistoryItem = { kind: 'tool_answered', toolCallId, output }
      return put(history, { key: `answered:${toolCallId}`, at: entry.at, item })
    }
    default:
      return history
  }
}

function put(history: History, remembered: Remembered): History {
  const others = history.filter(({ key }) => key !== remembered.key)
  const after = others.findIndex(({ at }) => at > remembered.at)
  return after < 0 ? [...others, remembered] : others.toSpliced(after, 0, remembered)
}

/** What there is to tell: a turn of which nothing was heard, or whose words never came, is none. */
export function told(history: History): HistoryItem[] {
  return history.map(({ item }) => item).filter((item) => !('text' in item) || item.text !== '')
}

/** The words of a turn as an engine would be told them; '': there are none. */
export function wordsOfTurn(history: History, itemId: string): string {
  const item = history.find(({ key }) => key === `turn:${itemId}`)?.item
  return item && 'text' in item ? item.text : ''
}

export function knowsTurn(history: History, itemId: string): boolean {
  return history.some(({ key }) => key === `turn:${itemId}`)
}
