/** What the formats of a history have in common. */
import type { HistoryItem } from '../call/history.ts'

/**
 * Stands at the end of a history in which the caller does not come last: models answer users, and some
 * refuse to answer anybody else. In English for every language, as all that is not spoken.
 */
export const SILENCE = '(The caller says nothing.)'

/** What tools answered, by the ids of their calls. */
export function outputsIn(history: readonly HistoryItem[]): ReadonlyMap<string, string> {
  return new Map(
    history.flatMap((item) =>
      item.kind === 'tool_answered' ? [[item.toolCallId, item.output] as const] : [],
    ),
  )
}
