import { expect, test } from 'vitest'
import { partsOf } from '../../../worker/data/delivery.ts'
import { aCall, anEvent, aTurn } from '../../convex/examples.ts'

const record = (turns: number, events: number, text = 'Hello') => ({
  call: aCall('CA1'),
  revision: 3,
  turns: Array.from({ length: turns }, (_, at) => aTurn('CA1', `item ${at}`, { text })),
  events: Array.from({ length: events }, (_, at) => anEvent('CA1', at)),
})

test.each([
  [0, 0],
  [300, 200],
])('a record of %d turns and %d events goes as it is', (turns, events) => {
  const whole = record(turns, events)
  expect(partsOf(whole)).toEqual([whole])
})

test('a large record goes in parts of at most 500 rows, and nothing is lost', () => {
  const whole = record(701, 802)
  const parts = partsOf(whole)
  const sizes = parts.map(({ turns, events }) => turns.length + events.length)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(500)
  expect(parts.flatMap(({ turns }) => turns)).toEqual(whole.turns)
  expect(parts.flatMap(({ events }) => events)).toEqual(whole.events)
  expect(parts.map(({ isPartial }) => isPartial ?? false)).toEqual([true, true, true, false])
  expect(parts.every(({ revision }) => revision === 3)).toBe(true)
})

test('long texts make parts of fewer rows', () => {
  const parts = partsOf(record(10, 0, 'x'.repeat(300_000)))
  expect(parts.length).toBeGreaterThan(3)
  for (const part of parts) expect(JSON.stringify(part).length).toBeLessThan(1_000_000)
})
