/** When to try again what happens after a call. */

const SEC = 1_000
const MIN = 60 * SEC
const HOUR = 60 * MIN

/** Waits between tries, in ms: growing, and with the first and the last of 12 tries within 24 h. */
export const WEBHOOK_WAITS_MS: readonly number[] = [
  5 * SEC,
  30 * SEC,
  2 * MIN,
  5 * MIN,
  15 * MIN,
  30 * MIN,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
  10 * HOUR,
]
/** No try is later than this after the first one, in ms. */
export const WEBHOOK_LAST_MS = 24 * HOUR

/** The same for the model that analyses calls: six tries within three hours. */
export const ANALYSIS_WAITS_MS: readonly number[] = [10 * SEC, MIN, 5 * MIN, 30 * MIN, 2 * HOUR]
export const ANALYSIS_LAST_MS = 24 * HOUR

export interface Tried {
  /** The one that has just failed included. */
  tries: number
  /** Epoch ms. */
  firstAt: number
  now: number
  /** The other side asked for so much patience, in ms; `null`: it did not say. */
  retryAfterMs: number | null
  /** 0 to 1: those that failed together do not come back together. */
  chance: number
}

/** When to try again, epoch ms; `null`: it was tried as often, or for as long, as it may be. */
export function nextTry(
  waitsMs: readonly number[],
  lastMs: number,
  { tries, firstAt, now, retryAfterMs, chance }: Tried,
): number | null {
  const waitMs = waitsMs[tries - 1]
  if (waitMs === undefined) return null
  const earliest = now + Math.max(jittered(waitMs, chance), retryAfterMs ?? 0)
  return earliest <= firstAt + lastMs ? earliest : null
}

/** Up to a fifth shorter, never longer: the last try stays within its day. */
const jittered = (waitMs: number, chance: number): number => Math.round(waitMs * (1 - 0.2 * chance))

/** What `Retry-After` asks for, in ms: seconds or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null
  const seconds = Number(header)
  const ms = Number.isFinite(seconds) ? seconds * SEC : Date.parse(header) - now
  return Number.isNaN(ms) ? null : Math.max(0, Math.ceil(ms))
}
