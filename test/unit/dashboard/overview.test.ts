import { afterEach, expect, test, vi } from 'vitest'
import { type Parts, requirePeriod, summarise } from '../../../convex/lib/summarise.ts'
import { NO_FIGURES } from '../../../convex/model/callFigures.ts'
import { SLOT_MS } from '../../../convex/model/slots.ts'
import {
  chartPeriod,
  periodProblem,
  readPeriod,
  summaryArguments,
} from '../../../dashboard/features/overview/period.ts'
import { labelEvery, niceStep, ticksOf } from '../../../dashboard/lib/chartScale.ts'
import { addDays, localDate } from '../../../dashboard/lib/localDate.ts'

afterEach(() => vi.unstubAllEnvs())

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

/** The last day of the longest period that ends there, and when the clock changes in it. */
const CHANGES: [zone: string, to: string, at: string, utcOffsetMinutes: number][] = [
  ['Europe/Berlin', '2026-12-01', '2026-10-25T01:00:00.000Z', 60],
  ['Europe/Berlin', '2026-04-30', '2026-03-29T01:00:00.000Z', 120],
  // Half an hour.
  ['Australia/Lord_Howe', '2026-12-01', '2026-10-03T15:30:00.000Z', 660],
  // Midnight comes twice, and not at all.
  ['America/Havana', '2026-12-01', '2026-11-01T05:00:00.000Z', -300],
  ['Africa/Cairo', '2026-06-01', '2026-04-23T22:00:00.000Z', 180],
]

test.each(CHANGES)(
  'in %s each call counts on the day it is listed under',
  (zone, to, at, offset) => {
    vi.stubEnv('TZ', zone)
    const args = summaryArguments({ preset: 'custom', from: addDays(to, -92), to })
    expect(args.clockChanges).toEqual([{ at: Date.parse(at), utcOffsetMinutes: offset }])

    const slots: Parts['slots'][number][] = []
    const listed = new Map<string, number>()
    for (let slotStart = args.from; slotStart < args.to; slotStart += SLOT_MS) {
      slots.push({ ...NO_FIGURES, calls: 1, slotStart })
      const date = localDate(slotStart)
      listed.set(date, (listed.get(date) ?? 0) + 1)
    }
    const { days } = summarise({ slots, days: [] }, requirePeriod(args))
    expect(days.map(({ date, calls }) => [date, calls])).toEqual([...listed])
  },
)

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
