/** When somebody is there, as the form edits it: day by day. */
import type { OpeningHours } from '../../../../../convex/model/transfer.ts'

export type Span = Pick<OpeningHours['days'][number], 'from' | 'to'>

/** In the order of ISO 8601: Monday is 1. */
export const DAY_NAMES = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const

export interface DayOfWeek {
  /** 1 is Monday. */
  day: number
  name: string
  spans: (Span & {
    /** Where it stands among all spans of the week: errors are told by it. */
    index: number
  })[]
}

/** All seven days, with the spans of each in the order in which they are stored. */
export function daysOf({ days }: Pick<OpeningHours, 'days'>): DayOfWeek[] {
  const spans = days.map((span, index) => ({ ...span, index }))
  return DAY_NAMES.map((name, at) => ({
    day: at + 1,
    name,
    spans: spans.filter(({ day }) => day === at + 1),
  }))
}

export const spanText = ({ from, to }: Span): string => `${from}–${to}`

/** With these spans on a day, and the rest of the week as it is. */
export function withDay(
  days: OpeningHours['days'],
  day: number,
  spans: readonly Span[],
): OpeningHours['days'] {
  const others = days.filter((span) => span.day !== day)
  const own = spans.map(({ from, to }) => ({ day, from, to }))
  return [...others, ...own].toSorted((one, other) => one.day - other.day)
}

/** Tuesday to Friday as Monday. */
export function mondayOnWeekdays(days: OpeningHours['days']): OpeningHours['days'] {
  const monday = days.filter(({ day }) => day === 1)
  return [2, 3, 4, 5].reduce((week, day) => withDay(week, day, monday), days)
}

/** Most people’s: Monday to Friday, nine to five. */
export const OFFICE_HOURS: OpeningHours['days'] = mondayOnWeekdays([
  { day: 1, from: '09:00', to: '17:00' },
])

/** What a further span of a day starts as: an hour after the last one, or the morning. */
export function nextSpan(spans: readonly Span[]): Span {
  const last = spans.at(-1)
  if (!last) return { from: '09:00', to: '17:00' }
  const hour = Number(last.to.slice(0, 2)) + 1
  if (!(hour < 23)) return { from: '23:00', to: '24:00' }
  return { from: `${pad(hour)}:00`, to: `${pad(Math.min(hour + 4, 24))}:00` }
}

const pad = (hour: number) => String(hour).padStart(2, '0')
