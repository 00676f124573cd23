import * as z from 'zod'

/** A name of the IANA time zone database. */
export const timeZoneSchema = z
  .string()
  .trim()
  .refine(isTimeZone, { error: 'Write a time zone, like Europe/Berlin.' })

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
