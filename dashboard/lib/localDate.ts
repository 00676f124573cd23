/** Days as people and date fields write them, `YYYY-MM-DD`, by the clock of the browser. */
import * as z from 'zod'

export const DAY_MS = 86_400_000

export const localDateSchema = z.iso.date()

export function localDate(epochMs: number): string {
  const date = new Date(epochMs)
  return new Date(epochMs - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

/** The first millisecond of a day, epoch ms. */
export function startOfDay(date: string): number {
  return new Date(`${date}T00:00:00`).getTime()
}

/** Clocks change on quarters of an hour. */
const QUARTER_MS = 15 * 60_000

/** How far the clock is ahead of UTC. */
export const utcOffsetAt = (epochMs: number): number => -new Date(epochMs).getTimezoneOffset()

export interface ClockChange {
  /** The first moment by the changed clock, epoch ms. */
  at: number
  utcOffsetMinutes: number
}

/** Where summer time begins or ends, or the clock changes otherwise, after `from` and before `to` (epoch ms). */
export function clockChanges(from: number, to: number): ClockChange[] {
  const changes: ClockChange[] = []
  for (let start = from; start < to; start += DAY_MS) {
    const end = Math.min(start + DAY_MS, to)
    if (utcOffsetAt(start) === utcOffsetAt(end)) continue
    let at = start
    while (utcOffsetAt(at) === utcOffsetAt(start)) at += QUARTER_MS
    if (at < to) changes.push({ at, utcOffsetMinutes: utcOffsetAt(at) })
  }
  return changes
}

/** `days` later; negative is earlier. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)
}

/** How many days from the first to the last, both counted. */
export function countDays(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
}
