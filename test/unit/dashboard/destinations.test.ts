import { describe, expect, test } from 'vitest'
import { type Destination, destinationSchema } from '../../../convex/model/destination.ts'
import {
  destinationText,
  hoursText,
} from '../../../dashboard/features/agents/tools/destinations/destinationWords.ts'
import {
  daysOf,
  mondayOnWeekdays,
  nextSpan,
  OFFICE_HOURS,
  readTime,
  withDay,
} from '../../../dashboard/features/agents/tools/destinations/hours.ts'

const aDestination = (changes: Partial<Destination>): Destination => ({
  ...destinationSchema.parse({
    name: 'desk',
    target: { kind: 'phone', phoneNumber: '+12025550170' },
  }),
  ...changes,
})

test.each([
  ['9', '09:00'],
  ['09:30', '09:30'],
  ['930', '09:30'],
  ['17.30', '17:30'],
  ['17h30', '17:30'],
  ['0800', '08:00'],
  ['2400', '24:00'],
  [' 5 pm ', '17:00'],
  ['12am', '00:00'],
  ['12:15 p.m.', '12:15'],
  ['13 pm', '13 pm'],
  ['noon', 'noon'],
  ['', ''],
  ['1', '01:00'],
  ['99', '99:00'],
])('“%s” is the time %s', (typed, time) => {
  expect(readTime(typed)).toBe(time)
})

describe('a week', () => {
  test('has seven days, whatever is stored of them', () => {
    const days = [
      { day: 5, from: '13:00', to: '15:00' },
      { day: 1, from: '09:00', to: '12:00' },
      { day: 1, from: '13:00', to: '17:00' },
    ]
    const week = daysOf(days)
    expect(week.map(({ name, spans }) => `${name} ${spans.length}`)).toEqual([
      'Monday 2',
      'Tuesday 0',
      'Wednesday 0',
      'Thursday 0',
      'Friday 1',
      'Saturday 0',
      'Sunday 0',
    ])
    expect(week[0]?.spans.map(({ index }) => index)).toEqual([1, 2])
  })

  test('a changed day leaves the others as they are', () => {
    const changed = withDay(OFFICE_HOURS, 3, [{ from: '10:00', to: '11:00' }])
    expect(changed).toHaveLength(5)
    expect(changed[2]).toEqual({ day: 3, from: '10:00', to: '11:00' })
    expect(withDay(OFFICE_HOURS, 3, [])).toEqual(OFFICE_HOURS.toSpliced(2, 1))
  })

  test('Monday goes over to the weekdays, and not to the weekend', () => {
    const saturday = { day: 6, from: '10:00', to: '14:00' }
    const monday = { day: 1, from: '08:00', to: '12:00' }
    const week = mondayOnWeekdays([monday, { ...monday, day: 3, to: '09:00' }, saturday])
    expect(week).toEqual([...[1, 2, 3, 4, 5].map((day) => ({ ...monday, day })), saturday])
    expect(mondayOnWeekdays([saturday])).toEqual([saturday])
  })

  test.each([
    [[], { from: '09:00', to: '17:00' }],
    [[{ from: '09:00', to: '12:00' }], { from: '13:00', to: '17:00' }],
    [[{ from: '09:00', to: '22:30' }], { from: '23:00', to: '24:00' }],
    [[{ from: '09:00', to: '24:00' }], { from: '23:00', to: '24:00' }],
    [[{ from: '09:00', to: 'noon' }], { from: '00:00', to: '04:00' }],
  ])('after %j comes %j', (spans, next) => {
    expect(nextSpan(spans)).toEqual(next)
  })
})

describe('in words', () => {
  test('days in a row with the same hours are one', () => {
    const days = withDay(OFFICE_HOURS, 6, [
      { from: '10:00', to: '12:00' },
      { from: '13:00', to: '14:00' },
    ])
    const timeZone = 'Europe/Berlin'
    expect(hoursText({ timeZone, days })).toBe(
      'Mon–Fri 09:00–17:00, Sat 10:00–12:00 and 13:00–14:00 (Europe/Berlin)',
    )
    expect(hoursText({ timeZone, days: [] })).toBe('never (Europe/Berlin)')
    const gap = withDay(OFFICE_HOURS, 3, [])
    expect(hoursText({ timeZone: 'UTC', days: gap })).toBe(
      'Mon–Tue 09:00–17:00, Thu–Fri 09:00–17:00 (UTC)',
    )
  })

  test('a destination says what is set of it', () => {
    expect(destinationText(aDestination({}))).toBe(
      'desk, +12025550170, at any time, warm, rings 25 s, music meanwhile, hangs up afterwards',
    )
    const other = aDestination({
      label: 'Front desk',
      target: { kind: 'sip', uri: 'sip:desk@example.com' },
      when: 'They ask for Ada.',
      mode: 'cold',
      hold: 'talk',
      afterwards: 'agent',
    })
    expect(destinationText(other)).toBe(
      'desk (Front desk), sip:desk@example.com, “They ask for Ada.”, at any time, cold, rings 25 s, talks meanwhile, back to the agent afterwards',
    )
    const target = { kind: 'phone', phoneNumber: '+12025550170', extension: 'ww204' } as const
    expect(destinationText(aDestination({ target }))).toContain('+12025550170, then ww204,')
  })
})
