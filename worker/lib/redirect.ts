/** What is asked next when an answer leads elsewhere. */
import type { GuardedInit } from '../accounts.ts'

/** One request on a way that redirects may prolong. */
export interface Hop {
  url: URL
  method: NonNullable<GuardedInit['method']>
  headers: Readonly<Record<string, string>>
  secretHeaders: Readonly<Record<string, string>>
  body: string | undefined
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** Where an answer leads; `null`: nowhere. */
export const locationOf = ({ status, headers }: Response): string | null =>
  REDIRECTS.has(status) ? headers.get('location') : null

const OF_A_BODY = /^content-/i
/** Secrets, in whichever of the two they were put. */
const OF_AN_ORIGIN = /^(authorization|proxy-authorization|cookie)$/i

/**
 * By RFC 9110, 15.4: 303 is asked by GET, 307 and 308 as before. POST becomes GET with 301 and 302, too, as
 * everywhere on the web. Another origin is told no secret, and neither is what comes after it.
 */
export function redirected(hop: Hop, status: number, url: URL): Hop {
  const isRead = status === 303 || (status < 303 && hop.method === 'POST')
  const isElsewhere = url.origin !== hop.url.origin
  const headers = Object.entries(hop.headers).filter(
    ([name]) => !(isRead && OF_A_BODY.test(name)) && !(isElsewhere && OF_AN_ORIGIN.test(name)),
  )
  return {
    url,
    method: isRead ? 'GET' : hop.method,
    headers: Object.fromEntries(headers),
    secretHeaders: isElsewhere ? {} : hop.secretHeaders,
    body: isRead ? undefined : hop.body,
  }
}
