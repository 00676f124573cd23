import { type History, wordsOfTurn } from './history.ts'
import type { JournalEntry } from './journal.ts'

/**
 * What the caller or a tool did last, by its id, in the order in which it came to be known: it is what the
 * next answer answers. Words that come late to a turn that was there before are no news, and a sound
 * without words is nothing. `history`: before this line.
 */
export function latestTurn(
  latest: string | null,
  entry: JournalEntry,
  history: History,
): string | null {
  switch (entry.kind) {
    case 'turn': {
      const { role, text, itemId } = entry.turn
      return role === 'caller' && text !== '' && wordsOfTurn(history, itemId) === ''
        ? itemId
        : latest
    }
    case 'told':
      return `told_${entry.at}`
    case 'tool_answered':
      return entry.toolCallId
    default:
      return latest
  }
}
