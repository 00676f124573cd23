import { expect, test } from 'vitest'
import { findIn, partsOf } from '../../../dashboard/features/calls/findInTimeline.ts'
import { timelineOf } from '../../../dashboard/features/calls/timeline.ts'
import { ended, event, turn } from './calls.ts'

const entries = timelineOf({
  call: ended,
  turns: [turn, { ...turn, itemId: 'item_2', startedAtMs: 9000, text: 'HELLO again.' }],
  events: [{ ...event, kind: 'tool_call', summary: 'book', detail: '{"day":"monday"}' }],
})

test('words are found in turns, events and their details, in order, whatever their case', () => {
  expect(findIn(entries, ' hello ')).toEqual(['item_1', 'item_2'])
  expect(findIn(entries, 'Monday')).toEqual(['event-4'])
  expect(findIn(entries, 'hung up')).toEqual(['ended'])
  expect(findIn(entries, 'pancake')).toEqual([])
})

test('nothing is found while nothing is looked for', () => {
  expect(findIn(entries, '  ')).toEqual([])
  expect(partsOf('Hello', '')).toEqual([{ text: 'Hello', found: false }])
})

test('the text is cut where the words are', () => {
  expect(partsOf('Hello there, hello', 'hello')).toEqual([
    { text: 'Hello', found: true },
    { text: ' there, ', found: false },
    { text: 'hello', found: true },
  ])
  // Its small letter is longer than itself.
  expect(partsOf('İstanbul', 'stan')).toEqual([{ text: 'İstanbul', found: false }])
})
