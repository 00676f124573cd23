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

/** `days` later; negative is earlier. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)
}

/** How many days from the first to the last, both counted. */
export function countDays(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
}
