import { expect, test } from 'vitest'
import { restOfDetail, toolLead } from '../../../dashboard/features/calls/toolWords.ts'

const called = (askedBy: 'agent' | 'promise') => ({
  kind: 'tool_call' as const,
  detail: JSON.stringify({ toolCallId: 't1', args: { day: 'Monday' }, askedBy }),
})
const answered = {
  kind: 'tool_result' as const,
  detail: JSON.stringify({ toolCallId: 't1', name: 'book_table', tookMs: 1_234 }),
}

test('a tool’s line says who asked for it, and how long it took', () => {
  expect(toolLead(called('agent'))).toBe('Tool called:')
  expect(toolLead(called('promise'))).toBe('Tool called, as the agent had said:')
  expect(toolLead(answered)).toBe('book_table answered after 1.2 s:')
  expect(toolLead({ kind: 'note', detail: null })).toBeNull()
})

test('what it was called with is left to look at', () => {
  expect(restOfDetail(called('agent'))).toBe('{"day":"Monday"}')
  expect(restOfDetail(answered)).toBeNull()
  expect(restOfDetail({ kind: 'note', detail: '{"sid":"SM1"}' })).toBe('{"sid":"SM1"}')
})

test('events of earlier releases are shown as they are', () => {
  expect(toolLead({ kind: 'tool_result', detail: null })).toBe('Tool answered:')
  expect(restOfDetail({ kind: 'tool_call', detail: '{"day":"Monday"}' })).toBe('{"day":"Monday"}')
})
