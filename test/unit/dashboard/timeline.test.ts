import { expect, test } from 'vitest'
import { timelineOf } from '../../../dashboard/features/calls/timeline.ts'
import { call, ended, event, turn } from './calls.ts'

const keysOf = (view: Parameters<typeof timelineOf>[0]) => timelineOf(view).map(({ key }) => key)

test('turns and events stand in the order in which they happened, between the rings and the end', () => {
  const later = { ...turn, itemId: 'item_2', startedAtMs: 4000 }
  const view = { call: ended, turns: [later, turn], events: [event] }
  expect(keysOf(view)).toEqual(['rang', 'answered', 'item_1', 'event-4', 'item_2', 'ended'])
})

test('of the same millisecond, the turn comes before its events', () => {
  const view = { call, turns: [{ ...turn, startedAtMs: 1500 }], events: [event] }
  expect(keysOf(view)).toEqual(['rang', 'answered', 'item_1', 'event-4'])
})

test('turns of which only words have come stand last while the call runs, in their order', () => {
  const bare = { ...turn, endedAtMs: null, generatedMs: 0, startedAtMs: 0 }
  const turns = [{ ...bare, itemId: 'b' }, { ...bare, itemId: 'c' }, turn]
  expect(keysOf({ call, turns, events: [event] })).toEqual([
    'rang',
    'answered',
    'item_1',
    'event-4',
    'b',
    'c',
  ])
})

test('the end says why, and comes after everything', () => {
  const view = { call: ended, turns: [], events: [{ ...event, atMs: 99_000 }] }
  expect(timelineOf(view).at(-1)).toEqual({
    kind: 'milestone',
    key: 'ended',
    atMs: 20_000,
    text: 'The caller hung up.',
  })
})

test('a call that was never answered has no pick-up', () => {
  expect(keysOf({ call: { ...call, answeredAt: null }, turns: [], events: [] })).toEqual(['rang'])
})
