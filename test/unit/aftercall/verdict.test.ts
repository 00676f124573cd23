import { expect, test } from 'vitest'
import { afterTry, type Tried } from '../../../worker/aftercall/webhooks/verdict.ts'

const fresh = { tries: 0, firstAt: 1_000 }
const answered = (status: number, retryAfterMs: number | null = null): Tried => ({
  is: 'answered',
  status,
  retryAfterMs,
})

test.each([200, 201, 204, 299])('%d is done', (status) => {
  expect(afterTry(fresh, answered(status), 2_000, 0)).toEqual({
    state: 'delivered',
    tries: 1,
    lastAt: 2_000,
    nextAt: null,
    status,
    problem: null,
  })
})

test('410 stops it, and says so', () => {
  const problem = 'It answered 410: it is gone, and is not asked again.'
  expect(afterTry(fresh, answered(410), 2_000, 0)).toMatchObject({
    state: 'stopped',
    nextAt: null,
    problem,
  })
})

test.each([100, 302, 400, 401, 404, 429, 500, 503])('%d is tried again', (status) => {
  expect(afterTry(fresh, answered(status), 2_000, 0)).toMatchObject({
    state: 'waiting',
    nextAt: 7_000,
    status,
    problem: `It answered ${status}.`,
  })
})

test('the other side’s patience counts where it is longer', () => {
  expect(afterTry(fresh, answered(429, 60_000), 2_000, 0).nextAt).toBe(62_000)
  expect(afterTry(fresh, answered(429, 1), 2_000, 0).nextAt).toBe(7_000)
})

test('what was not asked says why, and is tried again unless it never will be', () => {
  const problem = 'A secret is not stored.'
  const tried = { is: 'unanswered', problem, final: false } as const
  expect(afterTry(fresh, tried, 2_000, 0)).toMatchObject({
    state: 'waiting',
    status: null,
    problem,
  })
  expect(afterTry(fresh, { ...tried, final: true }, 2_000, 0)).toMatchObject({ state: 'stopped' })
})

test('after the twelfth try it is given up', () => {
  const before = { tries: 11, firstAt: 1_000 }
  expect(afterTry(before, answered(500), 2_000, 0)).toMatchObject({ state: 'given_up', tries: 12 })
})
