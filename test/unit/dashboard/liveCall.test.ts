import { expect, test } from 'vitest'
import type { LiveMessage } from '../../../convex/model/live.ts'
import {
  follow,
  isOpen,
  type LiveCall,
  viewOf,
} from '../../../dashboard/features/calls/liveCall.ts'
import { call, ended, event, turn } from './calls.ts'

const snapshot: LiveMessage = { type: 'snapshot', call, turns: [turn], events: [event] }
const words = (itemId: string, delta: string): LiveMessage => ({
  type: 'words',
  itemId,
  role: 'agent',
  delta,
})

function play(...messages: LiveMessage[]): LiveCall | null {
  return messages.reduce<LiveCall | null>(follow, null)
}

test('nothing is known before the snapshot', () => {
  expect(play(words('item_2', 'Hi'), { type: 'call', call })).toBeNull()
})

test('a new snapshot, as after a lost connection, takes the place of all that was known', () => {
  const live = play(snapshot, words('item_2', 'Hi'), { ...snapshot, turns: [], events: [] })
  expect(live).toEqual({
    call,
    turns: [],
    events: [],
    speaking: { caller: false, agent: false },
  })
})

test('words grow a turn that is not written down, and its record takes their place', () => {
  const growing = play(snapshot, words('item_2', 'We are '), words('item_2', 'open.'))
  expect(growing?.turns.map(({ text }) => text)).toEqual([turn.text, 'We are open.'])
  const written = { ...turn, itemId: 'item_2', text: 'We are open.', startedAtMs: 3000 }
  const after = follow(growing, { type: 'turn', turn: written })
  expect(after?.turns).toEqual([turn, written])
})

test('words that come after their turn was cut change nothing', () => {
  const cut = { ...turn, interrupted: true, heardText: 'Hello', heardMs: 400 }
  const live = play(snapshot, { type: 'turn', turn: cut }, words('item_1', ' more'))
  expect(live?.turns).toEqual([cut])
})

test('an event that is told twice is there once', () => {
  expect(play(snapshot, { type: 'event', event })?.events).toEqual([event])
})

test('each party has the floor by itself', () => {
  const live = play(
    snapshot,
    { type: 'speaking', who: 'agent', speaking: true },
    { type: 'speaking', who: 'caller', speaking: true },
    { type: 'speaking', who: 'agent', speaking: false },
  )
  expect(live?.speaking).toEqual({ caller: true, agent: false })
})

test('the running call is believed before the record, and the record once it holds the end', () => {
  const live = play(snapshot)
  const stored = { call, turns: [], events: [] }
  const over = { call: ended, turns: [turn], events: [] }
  expect(viewOf(stored, live)).toBe(live)
  expect(viewOf(null, live)).toBe(live)
  expect(viewOf(over, live)).toBe(over)
  expect(viewOf(stored, null)).toBe(stored)
  expect(viewOf(null, null)).toBeNull()
})

test('a turn is open while it has no end and the call runs', () => {
  expect(isOpen({ ...turn, endedAtMs: null }, call)).toBe(true)
  expect(isOpen({ ...turn, endedAtMs: null }, ended)).toBe(false)
  expect(isOpen(turn, call)).toBe(false)
})
