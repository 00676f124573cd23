import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionFunctionTool,
  ChatCompletionMessageFunctionToolCall,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'
import type { HistoryItem } from '../../call/history.ts'
import type { ToolDescription } from '../../call/ports.ts'
import { outputsIn, SILENCE } from '../history.ts'

/**
 * A history as chat completions take it. Servers are strict about the order: many want users and
 * assistants to take turns, and all of them want the outputs of tools right behind their calls, so
 * neighbours become one message, and a call that is still open is left out.
 */
export function messagesOf(
  instructions: string,
  history: readonly HistoryItem[],
): ChatCompletionMessageParam[] {
  const outputs = outputsIn(history)
  const said = history.reduce<ChatCompletionMessageParam[]>(
    (messages, item) => joined(messages, item, outputs),
    [],
  )
  const isAsked = said.length > 0 && said.at(-1)?.role !== 'assistant'
  return [
    { role: 'system', content: instructions },
    ...said,
    ...(isAsked ? [] : [{ role: 'user', content: SILENCE } as const]),
  ]
}

function joined(
  messages: ChatCompletionMessageParam[],
  item: HistoryItem,
  outputs: ReadonlyMap<string, string>,
): ChatCompletionMessageParam[] {
  switch (item.kind) {
    case 'caller':
    case 'told':
      return item.text === '' ? messages : withUser(messages, item.text)
    case 'agent':
      return item.text === '' ? messages : withAssistant(messages, item.text)
    case 'tool_called': {
      const output = outputs.get(item.toolCallId)
      return output === undefined ? messages : withToolCall(messages, item, output)
    }
    case 'tool_answered':
      return messages
  }
}

function withUser(
  messages: ChatCompletionMessageParam[],
  text: string,
): ChatCompletionMessageParam[] {
  const last = messages.at(-1)
  if (last?.role !== 'user' || typeof last.content !== 'string') {
    return [...messages, { role: 'user', content: text }]
  }
  return [...messages.slice(0, -1), { role: 'user', content: `${last.content}\n${text}` }]
}

function withAssistant(
  messages: ChatCompletionMessageParam[],
  text: string,
): ChatCompletionMessageParam[] {
  const last = messages.at(-1)
  if (last?.role !== 'assistant' || typeof last.content !== 'string') {
    return [...messages, { role: 'assistant', content: text }]
  }
  return [...messages.slice(0, -1), { role: 'assistant', content: `${last.content}\n${text}` }]
}

/** Calls that follow each other, with nothing said between, were made in one answer. */
function withToolCall(
  messages: ChatCompletionMessageParam[],
  { toolCallId, name, args }: Extract<HistoryItem, { kind: 'tool_called' }>,
  output: string,
): ChatCompletionMessageParam[] {
  const call: ChatCompletionMessageFunctionToolCall = {
    id: toolCallId,
    type: 'function',
    function: { name, arguments: args },
  }
  const answer = { role: 'tool', tool_call_id: toolCallId, content: output } as const
  const at = messages.findLastIndex(({ role }) => role !== 'tool')
  const before = messages[at]
  if (before?.role !== 'assistant') {
    return [...messages, { role: 'assistant', content: null, tool_calls: [call] }, answer]
  }
  return [...messages.with(at, calling(before, call)), answer]
}

function calling(
  message: ChatCompletionAssistantMessageParam,
  call: ChatCompletionMessageFunctionToolCall,
): ChatCompletionAssistantMessageParam {
  return { ...message, tool_calls: [...(message.tool_calls ?? []), call] }
}

export function toolsOf(tools: readonly ToolDescription[]): ChatCompletionFunctionTool[] {
  return tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }))
}
