/** Times, lengths and money as people read them, in the browser's language. */
const dayTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const monthDay = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
const number = new Intl.NumberFormat(undefined)

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `21 Nov 2026, 14:05` */
export const formatDateTime = (epochMs: number) => dayTime.format(epochMs)

export const formatNumber = (value: number) => number.format(value)

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
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

/** `$1.23`; small sums keep more digits, so that a call's cost does not read as nothing. */
export function formatMoney(amount: number, currency: string): string {
  const digits = amount !== 0 && Math.abs(amount) < 1 ? 4 : 2
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  // What a carrier names may be no currency that browsers know.
  if (!/^[A-Z]{3}$/.test(currency)) {
    return `${new Intl.NumberFormat(undefined, format).format(amount)} ${currency}`
  }
  return new Intl.NumberFormat(undefined, { style: 'currency', currency, ...format }).format(amount)
}

export const formatUsd = (amount: number) => formatMoney(amount, 'USD')

/** Sums by currency, dollars first: `$1.23 + ¥45.00`. */
export function formatSums(sums: Readonly<Record<string, number>>): string {
  const { USD = 0, ...others } = sums
  const foreign = Object.entries(others).map(([currency, sum]) => formatMoney(sum, currency))
  return (USD === 0 && foreign.length > 0 ? foreign : [formatUsd(USD), ...foreign]).join(' + ')
}
