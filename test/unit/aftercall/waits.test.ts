import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  nextTry,
  retryAfterMs,
  WEBHOOK_LAST_MS,
  WEBHOOK_WAITS_MS,
} from '../../../worker/aftercall/waits.ts'

const HOUR = 3_600_000

/** When the tries are, in ms after the first, where each one fails at once. */
function tries(chance: number, askedMs: number | null = null): number[] {
  const times = [0]
  for (;;) {
    const now = times.at(-1) ?? 0
    const tried = { tries: times.length, firstAt: 0, now, retryAfterMs: askedMs, chance }
    const next = nextTry(WEBHOOK_WAITS_MS, WEBHOOK_LAST_MS, tried)
    if (next === null) return times
    times.push(next)
  }
}

describe('a webhook', () => {
  test('is tried twelve times within a day, with growing waits', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (chance) => {
        const times = tries(chance)
        expect(times).toHaveLength(12)
        expect(times.at(-1)).toBeLessThanOrEqual(24 * HOUR)
        expect(times.at(-1)).toBeGreaterThan(18 * HOUR)
        const waits = times.slice(1).map((time, at) => time - (times[at] ?? 0))
        expect(waits).toEqual(waits.toSorted((a, b) => a - b))
      }),
    )
  })

  test('is not asked sooner than it asks for, and not after a day', () => {
    const times = tries(0.5, 10 * HOUR)
    expect(times).toEqual([0, 10 * HOUR, 20 * HOUR])
  })
})

test('Retry-After is seconds or a date', () => {
  const now = Date.UTC(2026, 10, 28, 12)
  expect(retryAfterMs(null, now)).toBeNull()
  expect(retryAfterMs('', now)).toBeNull()
  expect(retryAfterMs('soon', now)).toBeNull()
  expect(retryAfterMs('120', now)).toBe(120_000)
  expect(retryAfterMs('0.25', now)).toBe(250)
  expect(retryAfterMs('Sat, 28 Nov 2026 12:00:30 GMT', now)).toBe(30_000)
  expect(retryAfterMs('Sat, 28 Nov 2026 11:00:00 GMT', now)).toBe(0)
})
