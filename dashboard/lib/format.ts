/** Times, lengths and money as people read them: the one place where numbers become words. */

/**
 * The page is in English, and so are the sentences that calls record; numbers and dates beside them
 * follow the kind of English that the browser prefers. Anything else would mix “1.218” and “0.7”.
 */
export function pageLocale(languages: readonly string[]): string {
  return languages.find((language) => /^en(-|$)/i.test(language)) ?? 'en'
}

const LOCALE = pageLocale(navigator.languages)

/** Whether the reader's clock has 12 or 24 hours is no matter of language. */
const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions()
const clock: Intl.DateTimeFormatOptions = {
  hour: 'numeric',
  minute: '2-digit',
  ...(hourCycle && { hourCycle }),
}
const day: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' }

const dayTime = new Intl.DateTimeFormat(LOCALE, { ...clock, ...day, year: 'numeric' })
const time = new Intl.DateTimeFormat(LOCALE, clock)
const monthDay = new Intl.DateTimeFormat(LOCALE, day)
const utcMonthDay = new Intl.DateTimeFormat(LOCALE, { ...day, timeZone: 'UTC' })
const utcFullDay = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full', timeZone: 'UTC' })
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' })

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `Nov 21, 2026, 2:05 PM` */
export const formatDateTime = (epochMs: number) => dayTime.format(epochMs)

/** A day without a clock (`YYYY-MM-DD`), short and long: `Nov 21`, `Saturday, November 21, 2026`. */
export function formatDay(date: string): { short: string; label: string } {
  const epochMs = Date.parse(date)
  return { short: utcMonthDay.format(epochMs), label: utcFullDay.format(epochMs) }
}

/** `1,218`; with `digits` as many behind the point, always. */
export function formatNumber(value: number, digits?: number): string {
  const exact = digits === undefined ? {} : fixed(digits)
  return new Intl.NumberFormat(LOCALE, exact).format(value)
}

/** `1 call`, `1,218 calls` */
export const formatCount = (count: number, noun: string) =>
  `${formatNumber(count)} ${count === 1 ? noun : `${noun}s`}`

/** `340 kB`, `1.2 GB` */
export function formatBytes(bytes: number): string {
  const at = bytes < 1e6 ? 0 : bytes < 1e9 ? 1 : 2
  const unit = (['kilobyte', 'megabyte', 'gigabyte'] as const)[at]
  const value = bytes / 1000 ** (at + 1)
  const maximumFractionDigits = value < 10 ? 1 : 0
  const style = { style: 'unit', unit, maximumFractionDigits } as const
  return new Intl.NumberFormat(LOCALE, style).format(value)
}

/** `7.1 %`; a share that is not nothing never reads as nothing. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %'
  const percent = (part / whole) * 100
  if (percent < 0.1) return `< ${formatNumber(0.1)} %`
  return `${formatNumber(percent, percent < 10 ? 1 : 0)} %`
}

/** `just now`, `5 minutes ago`, `yesterday`, then the date. */
export function formatAgo(epochMs: number, now: number): string {
  const ago = now - epochMs
  if (ago < MINUTE) return 'just now'
  if (ago < HOUR) return relative.format(-Math.floor(ago / MINUTE), 'minute')
  if (ago < DAY) return relative.format(-Math.floor(ago / HOUR), 'hour')
  if (ago < 7 * DAY) return relative.format(-Math.floor(ago / DAY), 'day')
  return monthDay.format(epochMs)
}

/** The time today, else the day and the time. */
export function formatWhen(epochMs: number, now: number): string {
  const sameDay = new Date(epochMs).toDateString() === new Date(now).toDateString()
  return sameDay ? time.format(epochMs) : `${monthDay.format(epochMs)}, ${time.format(epochMs)}`
}

const padded = (value: number) => String(value).padStart(2, '0')

/** `0:07`, `12:34`, `1:02:03` */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return hours > 0 ? `${hours}:${padded(minutes)}:${padded(rest)}` : `${minutes}:${padded(rest)}`
}

/** `240 ms`, `1.8 s` */
export function formatMs(ms: number): string {
  const whole = Math.round(ms)
  return whole < 1000 ? `${formatNumber(whole)} ms` : `${formatNumber(ms / 1000, 1)} s`
}

/** `$1.23`; small sums keep more digits, so that a call's cost does not read as nothing. */
export const formatUsd = (amount: number) => formatMoney(amount, 'USD')

/** The same in another currency, named by its code (ISO 4217); what is no code stands behind the sum. */
export function formatMoney(amount: number, currency: string): string {
  const digits = amount !== 0 && Math.abs(amount) < 1 ? 4 : 2
  // What a carrier names may be no currency that browsers know.
  if (!/^[A-Z]{3}$/.test(currency)) return `${formatNumber(amount, digits)} ${currency}`
  const style = { style: 'currency', currency, ...fixed(digits) } as const
  return new Intl.NumberFormat(LOCALE, style).format(amount)
}

/** Sums by currency, dollars first: `$1.23 + ¥45.00`. */
export function formatSums(sums: Readonly<Record<string, number>>): string {
  const { USD = 0, ...others } = sums
  const foreign = Object.entries(others).map(([currency, sum]) => formatMoney(sum, currency))
  return (USD === 0 && foreign.length > 0 ? foreign : [formatUsd(USD), ...foreign]).join(' + ')
}

function fixed(digits: number): Intl.NumberFormatOptions {
  return { minimumFractionDigits: digits, maximumFractionDigits: digits }
}

/** Where this browser is, as the tz database names it. */
export function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}
