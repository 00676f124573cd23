import { describe, expect, test } from 'vitest'
import type { OpeningHours } from '../../../convex/model/transfer.ts'
import { nextOpening, openNow } from '../../../worker/tools/openingHours.ts'

/** From 9 to 5 on the days of work. */
const office = (timeZone: string): OpeningHours => ({
  timeZone,
  days: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' })),
})

const at = (text: string): number => Date.parse(text)

describe('somebody is there', () => {
  test.each([
    // A Monday in winter: UTC+1 in Berlin, UTC−5 in New York, UTC+5:30 in Kolkata.
    ['Europe/Berlin', '2026-01-12T07:59:59Z', false],
    ['Europe/Berlin', '2026-01-12T08:00:00Z', true],
    ['Europe/Berlin', '2026-01-12T15:59:59Z', true],
    ['Europe/Berlin', '2026-01-12T16:00:00Z', false],
    ['America/New_York', '2026-01-12T13:59:00Z', false],
    ['America/New_York', '2026-01-12T14:00:00Z', true],
    ['Asia/Kolkata', '2026-01-12T03:30:00Z', true],
    // The same hour in summer is another one.
    ['Europe/Berlin', '2026-07-13T07:00:00Z', true],
    ['Europe/Berlin', '2026-07-13T15:00:00Z', false],
    // Where it is Monday already, or still Friday.
    ['Pacific/Auckland', '2026-01-11T20:00:00Z', true],
    ['America/Los_Angeles', '2026-01-10T00:30:00Z', true],
    ['Europe/Berlin', '2026-01-10T10:00:00Z', false],
  ])('in %s at %s: %s', (timeZone, now, expected) => {
    expect(openNow(office(timeZone), at(now))).toBe(expected)
  })

  test('until midnight, and from midnight', () => {
    const hours: OpeningHours = {
      timeZone: 'UTC',
      days: [
        { day: 1, from: '20:00', to: '24:00' },
        { day: 2, from: '00:00', to: '02:00' },
      ],
    }
    expect(openNow(hours, at('2026-01-12T23:59:59Z'))).toBe(true)
    expect(openNow(hours, at('2026-01-13T00:00:00Z'))).toBe(true)
    expect(openNow(hours, at('2026-01-13T02:00:00Z'))).toBe(false)
  })

  test('in an hour that the clocks skip: as soon as they have', () => {
    // On this Sunday it is 01:59 in Berlin, and then 03:00.
    const hours = { timeZone: 'Europe/Berlin', days: [{ day: 7, from: '02:30', to: '04:00' }] }
    expect(openNow(hours, at('2026-03-29T00:59:59Z'))).toBe(false)
    expect(openNow(hours, at('2026-03-29T01:00:00Z'))).toBe(true)
    expect(openNow(hours, at('2026-03-29T02:00:00Z'))).toBe(false)
  })

  test('twice in an hour that the clocks repeat', () => {
    const hours = { timeZone: 'Europe/Berlin', days: [{ day: 7, from: '02:00', to: '03:00' }] }
    const times = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:00:00Z']
    expect(times.map((time) => openNow(hours, at(time)))).toEqual([true, true, false])
  })
})

describe('the next time that somebody comes', () => {
  test.each([
    ['before they come', '2026-01-12T06:00:00Z', { day: 1, time: '09:00', inDays: 0 }],
    ['while they are there', '2026-01-12T09:00:00Z', { day: 2, time: '09:00', inDays: 1 }],
    ['over a weekend', '2026-01-16T20:00:00Z', { day: 1, time: '09:00', inDays: 3 }],
    [
      'over a weekend in which clocks change',
      '2026-03-27T20:00:00Z',
      { day: 1, time: '09:00', inDays: 3 },
    ],
  ])('%s', (_when, now, expected) => {
    expect(nextOpening(office('Europe/Berlin'), at(now))).toEqual(expected)
  })

  test('is a week ahead where there is one span, and it has begun', () => {
    const hours = { timeZone: 'UTC', days: [{ day: 1, from: '09:00', to: '10:00' }] }
    expect(nextOpening(hours, at('2026-01-12T12:00:00Z'))).toEqual({
      day: 1,
      time: '09:00',
      inDays: 7,
    })
  })

  test('is the earliest of a day, however they are listed', () => {
    const days = [
      { day: 2, from: '14:00', to: '18:00' },
      { day: 2, from: '08:00', to: '12:00' },
    ]
    expect(nextOpening({ timeZone: 'UTC', days }, at('2026-01-12T12:00:00Z'))?.time).toBe('08:00')
    expect(nextOpening({ timeZone: 'UTC', days }, at('2026-01-13T09:00:00Z'))?.time).toBe('14:00')
  })

  test('never comes where there are no hours', () => {
    expect(nextOpening({ timeZone: 'UTC', days: [] }, 0)).toBeNull()
  })
})
