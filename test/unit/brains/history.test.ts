import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messagesOf } from '../../../worker/brains/chatCompletions/messages.ts'
import { SILENCE } from '../../../worker/brains/history.ts'
import { inputOf } from '../../../worker/brains/responses/input.ts'
import type { HistoryItem } from '../../../worker/call/history.ts'

const caller = (text: string): HistoryItem => ({ kind: 'caller', text })
const agent = (text: string): HistoryItem => ({ kind: 'agent', text })
const called = (toolCallId: string): HistoryItem => ({
  kind: 'tool_called',
  toolCallId,
  name: 'weather',
  args: '{}',
})
const answered = (toolCallId: string, output = 'sun'): HistoryItem => ({
  kind: 'tool_answered',
  toolCallId,
  output,
})

const CALL: readonly HistoryItem[] = [
  agent('Hello.'),
  caller('What is the weather?'),
  agent('One moment.'),
  called('a'),
  called('b'),
  { kind: 'told', text: '(The caller pressed 1.)' },
  answered('a'),
  answered('b', 'rain'),
]

describe('a history as the input of a response', () => {
  test('has all that was said and done, outputs behind their calls', () => {
    expect(inputOf(CALL)).toEqual([
      { role: 'assistant', content: 'Hello.' },
      { role: 'user', content: 'What is the weather?' },
      { role: 'assistant', content: 'One moment.' },
      { type: 'function_call', call_id: 'a', name: 'weather', arguments: '{}' },
      { type: 'function_call_output', call_id: 'a', output: 'sun' },
      { type: 'function_call', call_id: 'b', name: 'weather', arguments: '{}' },
      { type: 'function_call_output', call_id: 'b', output: 'rain' },
      { role: 'user', content: '(The caller pressed 1.)' },
    ])
  })

  test('ends with somebody to answer', () => {
    const silence = { role: 'user', content: SILENCE }
    expect(inputOf([])).toEqual([silence])
    expect(inputOf([agent('Hello.')])).toEqual([{ role: 'assistant', content: 'Hello.' }, silence])
  })
})

const toolCall = (id: string) => ({
  id,
  type: 'function',
  function: { name: 'weather', arguments: '{}' },
})

describe('a history as messages', () => {
  test('has neighbours joined, and outputs behind their calls', () => {
    expect(messagesOf('Be kind.', CALL)).toEqual([
      { role: 'system', content: 'Be kind.' },
      { role: 'assistant', content: 'Hello.' },
      { role: 'user', content: 'What is the weather?' },
      { role: 'assistant', content: 'One moment.', tool_calls: [toolCall('a'), toolCall('b')] },
      { role: 'tool', tool_call_id: 'a', content: 'sun' },
      { role: 'tool', tool_call_id: 'b', content: 'rain' },
      { role: 'user', content: '(The caller pressed 1.)' },
    ])
  })

  test('joins what the caller said before anybody answered', () => {
    expect(messagesOf('', [caller('Hello.'), caller('Are you there?')]).slice(1)).toEqual([
      { role: 'user', content: 'Hello.\nAre you there?' },
    ])
  })

  test('ends with somebody to answer', () => {
    expect(messagesOf('', []).slice(1)).toEqual([{ role: 'user', content: SILENCE }])
    expect(messagesOf('', [agent('Hello.')]).at(-1)).toEqual({ role: 'user', content: SILENCE })
  })
})

const anyId = fc.constantFrom('a', 'b', 'c')
const anyText = fc.constantFrom('', 'Yes.', 'No.')
const anyItem: fc.Arbitrary<HistoryItem> = fc.oneof(
  anyText.map(caller),
  anyText.map(agent),
  anyText.map((text) => ({ kind: 'told', text }) as const),
  anyId.map(called),
  anyId.map((id) => answered(id)),
)
/** Ids of calls are told apart: no two calls have one. */
const anyHistory = fc
  .array(anyItem)
  .map((items) =>
    items.filter((item, at) => item.kind !== 'tool_called' || at === firstCall(items, item)),
  )

const firstCall = (items: HistoryItem[], { toolCallId }: { toolCallId: string }) =>
  items.findIndex((item) => item.kind === 'tool_called' && item.toolCallId === toolCallId)

describe('whatever has happened in a call', () => {
  test('every tool call has its output right behind it, and no output is alone', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const input = inputOf(history)
        const ids = (type: string) =>
          input.flatMap((item, at) =>
            'call_id' in item && item.type === type ? [[at, item.call_id]] : [],
          )
        const behind = ids('function_call').map(([at, id]) => [Number(at) + 1, id])
        expect(ids('function_call_output')).toEqual(behind)
      }),
    )
  })

  test('messages are in an order that strict servers take', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const [first, ...messages] = messagesOf('Be kind.', history)
        expect(first?.role).toBe('system')
        expect(messages.at(-1)?.role).not.toBe('assistant')
        expect(disorderIn(messages)).toEqual([])
      }),
    )
  })
})

type Message = ReturnType<typeof messagesOf>[number]

/** What strict servers would refuse: two of one role in a row, outputs and calls that do not match. */
function disorderIn(messages: readonly Message[]): string[] {
  const faults: string[] = []
  let open: string[] = []
  for (const [at, message] of messages.entries()) {
    if (message.role === 'tool') {
      if (open.shift() !== message.tool_call_id) faults.push(`${at}: an output without its call`)
      continue
    }
    if (open.length > 0) faults.push(`${at}: calls without outputs`)
    if (message.role === messages[at - 1]?.role) faults.push(`${at}: ${message.role} again`)
    open = message.role === 'assistant' ? (message.tool_calls ?? []).map(({ id }) => id) : []
  }
  return open.length > 0 ? [...faults, 'calls without outputs'] : faults
}
