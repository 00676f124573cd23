import { expect, test } from 'vitest'
import { api } from '../../../convex/_generated/api.js'
import type { Call } from '../../../convex/model/call.ts'
import { attempt, type Host, useBothHosts } from '../compare.ts'
import { aCall, anEndedCall } from '../examples.ts'
import { callSidOf } from '../standardCall.ts'

const compare = useBothHosts()

const record = ({ service }: Host, call: Call, revision: number) =>
  service.mutation(api.voiceCalls.record, { call, revision, turns: [], events: [] })

const DAY = 86_400_000
const MONDAY = Date.UTC(2026, 10, 2)
const THREE_DAYS = { from: MONDAY, to: MONDAY + 3 * DAY, utcOffsetMinutes: 0 }

test('days, totals, percentiles, failures and cost add up', async () => {
  const outcome = await compare(async (host) => {
    const failed: Partial<Call> = {
      status: 'failed',
      endReason: 'carrier_failed',
      answerMs: [5000],
    }
    await record(host, anEndedCall('CA1', { startedAt: MONDAY + 1000 }), 1)
    await record(host, anEndedCall('CA2', { startedAt: MONDAY + 2000, durationSec: 30 }), 1)
    await record(host, anEndedCall('CA3', { startedAt: MONDAY + 2 * DAY, ...failed }), 1)
    await record(host, aCall('CA4', { startedAt: MONDAY + 2 * DAY }), 1)
    await record(host, anEndedCall('CA5', { startedAt: MONDAY - 1 }), 1)
    return host.operator.query(api.overview.summary, THREE_DAYS)
  })
  expect(outcome).toMatchObject({
    days: [
      {
        date: '2026-11-02',
        calls: 2,
        failed: 0,
        minutes: 1.5,
        cost: { USD: expect.closeTo(1.06) },
      },
      { date: '2026-11-03', calls: 0, failed: 0, minutes: 0, cost: {} },
      { date: '2026-11-04', calls: 2, failed: 1, minutes: 1 },
    ],
    totals: { calls: 4, completed: 2, failed: 1, minutes: 2.5 },
    cost: {
      parts: { model: 1.5, transcription: expect.closeTo(0.03) },
      carrier: { USD: expect.closeTo(0.06) },
    },
    answerMs: { count: 5 },
    firstWordMs: { count: 3 },
    failures: [{ reason: 'carrier_failed', calls: 1 }],
  })
})

test('a percentile is at most 2.5 % off', async () => {
  const answerMs = Array.from({ length: 100 }, (_, index) => 10 * (index + 1))
  const outcome = await compare(async (host) => {
    await record(host, anEndedCall('CA1', { startedAt: MONDAY, answerMs }), 1)
    const { answerMs: percentiles } = await host.operator.query(api.overview.summary, THREE_DAYS)
    return [percentiles.p50, percentiles.p90, percentiles.p99]
  })
  expect(outcome).toEqual(
    [500, 900, 990].map((value) =>
      expect.toSatisfy((got: number) => Math.abs(got / value - 1) <= 0.026),
    ),
  )
})

test('a call counts once, however often and late it is recorded', async () => {
  const outcome = await compare(async (host) => {
    await record(host, aCall('CA1', { startedAt: MONDAY }), 1)
    await record(host, anEndedCall('CA1', { startedAt: MONDAY }), 2)
    const cost = {
      parts: { model: 0.5, transcription: 0.01 },
      carrier: { amount: 0.04, currency: 'USD' },
    }
    await record(host, anEndedCall('CA1', { startedAt: MONDAY, cost }), 3)
    return host.operator.query(api.overview.summary, THREE_DAYS)
  })
  expect(outcome).toMatchObject({
    totals: { calls: 1, completed: 1, minutes: 1 },
    cost: { parts: { model: 0.5 }, carrier: { USD: expect.closeTo(0.04) } },
    answerMs: { count: 2 },
  })
})

test('calls of many quarters add up, whichever of their rows are merged by now', async () => {
  const outcome = await compare(async (host) => {
    for (let number = 0; number < 150; number++) {
      const startedAt = MONDAY + (number % 50) * 47 * 60_000
      const callSid = callSidOf(number)
      await record(host, aCall(callSid, { startedAt }), 1)
      await record(host, anEndedCall(callSid, { startedAt, durationSec: 30 }), 2)
      if (number % 10 > 0) continue
      const carrier = { amount: 0.05, currency: 'USD' }
      const cost = { ...anEndedCall(callSid).cost, carrier }
      await record(host, anEndedCall(callSid, { startedAt, durationSec: 30, cost }), 3)
    }
    const summary = (from: number, to: number, utcOffsetMinutes = 0) =>
      host.operator.query(api.overview.summary, { from, to, utcOffsetMinutes })
    return {
      all: await summary(MONDAY, MONDAY + 3 * DAY),
      // Neither end is the end of a day in UTC.
      shifted: await summary(MONDAY - 345 * 60_000, MONDAY + 3 * DAY - 345 * 60_000, 345),
      hours: await summary(MONDAY + 3_600_000, MONDAY + 3 * 3_600_000),
    }
  })
  // 47 minutes apart: 31 on the first day, 19 on the second, three calls each.
  expect(outcome).toMatchObject({
    all: {
      days: [{ calls: 93 }, { calls: 57 }, { calls: 0 }],
      totals: { calls: 150, completed: 150, failed: 0, minutes: 75 },
      answerMs: { count: 300 },
      firstWordMs: { count: 150 },
    },
    shifted: { days: [{ calls: 72 }, { calls: 78 }, { calls: 0 }], totals: { calls: 150 } },
    hours: { days: [{ calls: 6 }], totals: { calls: 6 }, answerMs: { count: 12 } },
  })
})

test('a price in another currency is never added to dollars', async () => {
  const outcome = await compare(async (host) => {
    const cost = { parts: { model: 0.5 }, carrier: { amount: 3, currency: 'JPY' } }
    await record(host, anEndedCall('CA1', { startedAt: MONDAY, cost }), 1)
    await record(host, anEndedCall('CA2', { startedAt: MONDAY }), 1)
    const { days, cost: sums } = await host.operator.query(api.overview.summary, THREE_DAYS)
    return { day: days[0]?.cost, sums }
  })
  expect(outcome).toEqual({
    day: { USD: 1.03, JPY: 3 },
    sums: { parts: { model: 1, transcription: 0.01 }, carrier: { USD: 0.02, JPY: 3 } },
  })
})

test('a day begins when the clock of the reader says so', async () => {
  const outcome = await compare(async (host) => {
    await record(host, anEndedCall('CA1', { startedAt: MONDAY - 30 * 60_000 }), 1)
    const summary = async (utcOffsetMinutes: number) => {
      const from = MONDAY - utcOffsetMinutes * 60_000
      const { days } = await host.operator.query(api.overview.summary, {
        from: from - DAY,
        to: from + DAY,
        utcOffsetMinutes,
      })
      return days.map(({ date, calls }) => `${date} ${calls}`)
    }
    return [await summary(0), await summary(345), await summary(-480)]
  })
  expect(outcome).toEqual([
    ['2026-11-01 1', '2026-11-02 0'],
    ['2026-11-01 0', '2026-11-02 1'],
    ['2026-11-01 1', '2026-11-02 0'],
  ])
})

test('a day begins by the clock of its own, before and after summer time ends', async () => {
  const HOUR = 3_600_000
  const SUMMER = 2 * HOUR
  const WINTER = HOUR
  // Summer time ends on the 25th at 1:00 UTC.
  const from = Date.UTC(2026, 9, 24) - SUMMER
  const to = Date.UTC(2026, 9, 27) - WINTER
  const change = { at: Date.UTC(2026, 9, 25, 1), utcOffsetMinutes: 60 }
  const outcome = await compare(async (host) => {
    const starts = [from, from + DAY - 1, from + DAY, to - DAY - 1, to - DAY, to - 1]
    for (const [number, startedAt] of starts.entries()) {
      await record(host, anEndedCall(callSidOf(number), { startedAt }), 1)
    }
    const days = async (clockChanges?: (typeof change)[]) => {
      const args = { from, to, utcOffsetMinutes: 120, ...(clockChanges && { clockChanges }) }
      return (await host.operator.query(api.overview.summary, args)).days
    }
    const longest = { from: to - 93 * DAY - HOUR, to, utcOffsetMinutes: 120 }
    return {
      changed: await days([change]),
      unchanged: await days(),
      longest: await attempt(
        host.operator.query(api.overview.summary, { ...longest, clockChanges: [change] }),
      ),
      tooLong: await attempt(host.operator.query(api.overview.summary, longest)),
    }
  })
  expect(outcome).toMatchObject({
    changed: [
      { date: '2026-10-24', calls: 2 },
      { date: '2026-10-25', calls: 2 },
      { date: '2026-10-26', calls: 2 },
    ],
    unchanged: [
      { date: '2026-10-24', calls: 2 },
      { date: '2026-10-25', calls: 1 },
      { date: '2026-10-26', calls: 2 },
      { date: '2026-10-27', calls: 1 },
    ],
    longest: { value: { totals: { calls: 6 } } },
    tooLong: { error: { code: 'invalid', field: 'to' } },
  })
})

const clockAt = (...times: number[]) => times.map((at) => ({ at, utcOffsetMinutes: 60 }))

test.each([
  ['a period that ends before it starts', { from: 2, to: 1, utcOffsetMinutes: 0 }, 'to'],
  ['more than 93 days', { from: 0, to: 94 * DAY, utcOffsetMinutes: 0 }, 'to'],
  ['an odd time zone', { from: 0, to: DAY, utcOffsetMinutes: 7 }, 'utcOffsetMinutes'],
  [
    'a clock that goes back in time',
    { from: 0, to: DAY, utcOffsetMinutes: 0, clockChanges: clockAt(2, 1) },
    'clockChanges',
  ],
  [
    'a clock that changes all the time',
    { from: 0, to: DAY, utcOffsetMinutes: 0, clockChanges: clockAt(1, 2, 3, 4, 5, 6, 7, 8, 9) },
    'clockChanges',
  ],
])('%s is refused', async (_, args, field) => {
  const outcome = await compare(({ operator }) =>
    attempt(operator.query(api.overview.summary, args)),
  )
  expect(outcome).toMatchObject({ error: { code: 'invalid', field } })
})
