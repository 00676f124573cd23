import { expect, test } from 'vitest'
import {
  chartPeriod,
  periodProblem,
  readPeriod,
  summaryArguments,
} from '../../../dashboard/features/overview/period.ts'
import { labelEvery, niceStep, ticksOf } from '../../../dashboard/lib/chartScale.ts'

const TODAY = '2026-11-21'
const period = (search: string) => readPeriod(new URLSearchParams(search), TODAY)

test('a period is seven days unless the address says otherwise', () => {
  const week = { preset: '7', from: '2026-11-15', to: TODAY }
  expect(period('')).toEqual(week)
  expect(period('days=1000')).toEqual(week)
  expect(period('from=2026-11-01')).toEqual(week)
  expect(period('days=today')).toEqual({ preset: 'today', from: TODAY, to: TODAY })
  expect(period('days=30').from).toBe('2026-10-23')
  expect(period('days=30&from=2026-01-01&to=2026-01-31')).toEqual({
    preset: 'custom',
    from: '2026-01-01',
    to: '2026-01-31',
  })
})

test('days that cannot be summed up are named as such', () => {
  expect(periodProblem(period('from=2026-01-02&to=2026-01-01'))).toMatch(/must not come before/)
  expect(periodProblem(period('from=2026-01-01&to=2026-04-04'))).toMatch(/at most 93 days.*94/)
  expect(periodProblem(period('from=2026-01-01&to=2026-04-03'))).toBeNull()
  expect(periodProblem(period('days=today'))).toBeNull()
})

test('a day alone is shown in the company of those before it', () => {
  expect(chartPeriod(period('days=today')).from).toBe('2026-11-15')
  expect(chartPeriod(period('days=30')).from).toBe('2026-10-23')
})

test('the arguments begin at a local midnight and end at one', () => {
  const { from, to, utcOffsetMinutes } = summaryArguments(period('days=7'))
  expect(to - from).toBe(7 * 86_400_000)
  expect(new Date(from + utcOffsetMinutes * 60_000).toISOString()).toBe('2026-11-15T00:00:00.000Z')
})

test('axes have a few round lines and reach above every value', () => {
  expect(ticksOf(0)).toEqual([0, 1])
  expect(ticksOf(3)).toEqual([0, 1, 2, 3])
  expect(ticksOf(9)).toEqual([0, 5, 10])
  expect(ticksOf(68)).toEqual([0, 20, 40, 60, 80])
  expect(ticksOf(1000)).toEqual([0, 250, 500, 750, 1000])
  expect(ticksOf(0.3, 3, false).at(-1)).toBeGreaterThanOrEqual(0.3)
})

test('steps of what is counted are whole', () => {
  expect(niceStep(9, 4, true)).toBe(5)
  expect(niceStep(9, 4, false)).toBe(2.5)
})

test('labels are left out where they would run into each other', () => {
  expect(labelEvery(7, 7)).toBe(1)
  expect(labelEvery(30, 7)).toBe(5)
})
