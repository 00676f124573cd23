import { expect, test } from 'vitest'
import { CommitClock } from '../../../worker/embedded-convex/commitClock.ts'

const NOON = 1_790_000_000_000

function storage() {
  const kept = new Map<string, unknown>()
  return {
    get: (key: string) => kept.get(key),
    put: (key: string, ts: number) => kept.set(key, ts),
  }
}

test('commits are numbered by their time, and never the same number twice', () => {
  const clock = new CommitClock(storage(), () => NOON)
  expect([clock.last, clock.next(), clock.next(), clock.last]).toEqual([
    0,
    NOON * 1000,
    NOON * 1000 + 1,
    NOON * 1000 + 1,
  ])
})

test('after a restart time goes on, even where the clock was set back', () => {
  const kept = storage()
  const before = new CommitClock(kept, () => NOON).next()
  const clock = new CommitClock(kept, () => NOON - 60_000)
  expect(clock.last).toBe(before)
  expect(clock.next()).toBe(before + 1)
})

test('what a client has seen is believed, if it can be', () => {
  const clock = new CommitClock(storage(), () => NOON)
  clock.next()
  clock.observe(5)
  expect(clock.last).toBe(NOON * 1000)
  clock.observe(NOON * 1000 + 500)
  expect(clock.next()).toBe(NOON * 1000 + 501)
  clock.observe(Number.MAX_SAFE_INTEGER)
  expect(clock.next()).toBe(NOON * 1000 + 502)
})
