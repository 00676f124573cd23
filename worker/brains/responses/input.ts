import type { ResponseInputItem } from 'openai/resources/responses/responses'
import type { HistoryItem } from '../../call/history.ts'
import { outputsIn, SILENCE } from '../history.ts'

/**
 * A history as the Responses API takes it. A tool call stands where it was made, its output behind it:
 * one without the other is refused, so a call that is still open is left out.
 */
export function inputOf(history: readonly HistoryItem[]): ResponseInputItem[] {
  const outputs = outputsIn(history)
  const items = history.flatMap((item) => itemsOf(item, outputs))
  const last = items.at(-1)
  const isAsked = last !== undefined && !('role' in last && last.role === 'assistant')
  return isAsked ? items : [...items, { role: 'user', content: SILENCE }]
}

function itemsOf(item: HistoryItem, outputs: ReadonlyMap<string, string>): ResponseInputItem[] {
  switch (item.kind) {
    case 'caller':
    case 'told':
      return item.text === '' ? [] : [{ role: 'user', content: item.text }]
    case 'agent':
      return item.text === '' ? [] : [{ role: 'assistant', content: item.text }]
    case 'tool_called': {
      const { toolCallId: call_id, name, args } = item
      const output = outputs.get(call_id)
      if (output === undefined) return []
      return [
        { type: 'function_call', call_id, name, arguments: args },
        { type: 'function_call_output', call_id, output },
      ]
    }
    case 'tool_answered':
      return []
  }
}
