/** When somebody is there, as the form edits it: day by day. */
import type { OpeningHours } from '../../../../../convex/model/destination.ts'
import type { Typed } from '../../draft.ts'

export type HoursDraft = Typed<OpeningHours>
type Days = HoursDraft['days']
export type Span = Pick<Days[number], 'from' | 'to'>

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

/** As many as one has who works in the morning, after lunch, in the evening and at night. */
export const MOST_SPANS = 4

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
export function daysOf(days: Days): DayOfWeek[] {
  const spans = days.map((span, index) => ({ ...span, index }))
  return DAY_NAMES.map((name, at) => ({
    day: at + 1,
    name,
    spans: spans.filter(({ day }) => day === at + 1),
  }))
}

/** The week with these spans on that day, and its other days as they are. */
export function withDay(days: Days, day: number, spans: readonly Span[]): Days {
  const others = days.filter((span) => span.day !== day)
  const own = spans.map(({ from, to }) => ({ day, from, to }))
  return [...others, ...own].toSorted((one, other) => (one.day ?? 0) - (other.day ?? 0))
}

/** Tuesday to Friday as Monday. */
export function mondayOnWeekdays(days: Days): Days {
  const monday = days.filter(({ day }) => day === 1)
  return [2, 3, 4, 5].reduce((week, day) => withDay(week, day, monday), days)
}

const NINE_TO_FIVE: Span = { from: '09:00', to: '17:00' }

/** Monday to Friday, nine to five. */
export const OFFICE_HOURS: Days = mondayOnWeekdays([{ day: 1, ...NINE_TO_FIVE }])

/** What a further span of a day starts as: it begins an hour after the last one, as after lunch. */
export function nextSpan(spans: readonly Span[]): Span {
  const last = spans.at(-1)
  if (!last) return NINE_TO_FIVE
  const from = Math.min(Number(last.to.slice(0, 2)) + 1 || 0, 23)
  return { from: `${padded(from)}:00`, to: `${padded(Math.min(from + 4, 24))}:00` }
}

/**
 * A time as people type it (`9`, `9:30`, `930`, `17.30`, `5 pm`), as it is stored: `09:30`. What is none
 * comes back as it is.
 */
export function readTime(typed: string): string {
  const found = /^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*([ap])?(?:m|\.m\.)?$/i.exec(typed.trim())
  if (!found) return typed
  const [, hourTyped = '', minute = '00', half] = found
  const hour = Number(hourTyped)
  if (half && (hour < 1 || hour > 12)) return typed
  const shift = half?.toLowerCase() === 'p' ? 12 : 0
  return `${padded(half ? (hour % 12) + shift : hour)}:${minute}`
}

const padded = (value: number) => String(value).padStart(2, '0')
