/** When somebody is there, by the clocks of their own place. */
import type { OpeningHours } from '../../convex/model/transfer.ts'

/** A moment as the clocks of a place show it. */
interface LocalTime {
  /** ISO 8601: 1 is Monday. */
  day: number
  /** `HH:MM`, from 00:00 to 23:59. */
  time: string
}

/** `now`: epoch ms. */
export function openNow({ timeZone, days }: OpeningHours, now: number): boolean {
  const { day, time } = localTime(timeZone, now)
  return days.some((span) => span.day === day && span.from <= time && time < span.to)
}

/** When somebody comes next. */
export interface Opening extends LocalTime {
  /** How many days from today. */
  inDays: number
}

/** The next time that somebody comes, after now; `null`: nobody ever does. `now`: epoch ms. */
export function nextOpening({ timeZone, days }: OpeningHours, now: number): Opening | null {
  const { day: today, time } = localTime(timeZone, now)
  const coming = days.map(({ day, from }): Opening => {
    const inDays = (day - today + 7) % 7
    return { day, time: from, inDays: inDays === 0 && from <= time ? 7 : inDays }
  })
  return coming.toSorted((a, b) => a.inDays - b.inDays || (a.time < b.time ? -1 : 1))[0] ?? null
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** A day's name in English; 1 is Monday. */
export function weekday(day: number): string {
  return WEEKDAYS[day - 1] ?? ''
}

function localTime(timeZone: string, now: number): LocalTime {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now)
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  return {
    day: WEEKDAYS.indexOf(part('weekday')) + 1,
    time: `${part('hour')}:${part('minute')}`,
  }
}
