/** What Discord's answers mean. https://docs.discord.com/developers/topics/rate-limits */
import * as z from 'zod'

export type DiscordVerdict =
  /** `pauseMs`: before the next message. */
  | { is: 'posted'; pauseMs: number }
  /** The same message again, then. */
  | { is: 'wait'; ms: number }
  /** Of this message Discord wants nothing. */
  | { is: 'refused' }
  /** Nothing is to be posted here any more: requests that are refused so get whole networks banned. */
  | { is: 'silent'; status: number }

const SILENCING = new Set([401, 403, 404])
/** Where a limit does not say how long, in ms. */
const UNTOLD_MS = 5_000
const LONGEST_MS = 60_000

const limitSchema = z.object({ retry_after: z.number().min(0) })

/** `body`: the answer's, parsed. `failures`: how often in a row it went wrong before. */
export function verdictOf(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  body: unknown,
  failures: number,
): DiscordVerdict {
  if (status >= 200 && status < 300) return { is: 'posted', pauseMs: pauseIn(headers) }
  if (SILENCING.has(status)) return { is: 'silent', status }
  if (status === 429) return { is: 'wait', ms: limitIn(headers, body) }
  if (status === 408 || status >= 500) return { is: 'wait', ms: backOffMs(failures) }
  return { is: 'refused' }
}

/** The wait after so many failures in a row, in ms: 1, 2, 4 s, and a minute at most. */
export const backOffMs = (failures: number): number =>
  Math.min(LONGEST_MS, 1_000 * 2 ** Math.min(failures, 10))

/** Seconds with fractions, of which none is to be cut off. */
function limitIn(headers: Headers, body: unknown): number {
  const told = limitSchema.safeParse(body).data?.retry_after ?? secondsIn(headers, 'retry-after')
  return told === null ? UNTOLD_MS : Math.ceil(told * 1000)
}

function pauseIn(headers: Headers): number {
  if (headers.get('x-ratelimit-remaining') !== '0') return 0
  return Math.ceil((secondsIn(headers, 'x-ratelimit-reset-after') ?? 0) * 1000)
}

function secondsIn(headers: Headers, name: string): number | null {
  const text = headers.get(name)
  const seconds = text === null || text.trim() === '' ? NaN : Number(text)
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null
}
