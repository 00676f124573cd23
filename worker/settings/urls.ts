import * as z from 'zod'
import { isLocalUrl } from '../lib/localHosts.ts'
import { text, UNFIT } from './values.ts'

/** An origin; a bare host is meant as `https://` (`http://` on this machine). */
export function origin(whyTls: string) {
  return text.transform((value, ctx) => {
    const url = parse(withScheme(value), ctx)
    if (!url) return z.NEVER
    if (url.pathname !== '/') return refuse(ctx, 'a path is no part of it')
    // Only what stays on this machine may go without TLS.
    if (url.protocol === 'http:' && !isLocalUrl(url.href)) {
      return refuse(ctx, `${whyTls}, so it must begin with https://`)
    }
    return url.origin
  })
}

/** The address under which an API is, without a slash at its end. */
export const baseUrl = text.transform((value, ctx) => {
  const url = parse(value, ctx)
  return url ? value.replace(/\/+$/, '') : z.NEVER
})

/** The address under which an API is that is shown a secret of ours: nobody on the way may read it. */
export const guardedBaseUrl = (whyTls: string) =>
  baseUrl.superRefine((value, ctx) => {
    const url = new URL(value)
    if (url.username + url.password !== '') refuse(ctx, 'a login is no part of it')
    // Only what stays on this machine may go without TLS.
    else if (url.protocol === 'http:' && !isLocalUrl(url.href)) {
      refuse(ctx, `${whyTls}, so it must begin with https://`)
    }
  })

/**
 * Hosts with their ports, of this machine alone: wherever else the Worker runs, nothing answers there.
 * Each is written as the URL standard does.
 */
export const localPlaces = text.transform((list, ctx): string[] =>
  list.split(',').map((place) => {
    const url = URL.parse(`http://${place.trim()}`)
    const isPlace = url !== null && url.pathname + url.search + url.hash === '/' && !url.username
    const isWithPort = /:\d+$/.test(place.trim())
    if (!isPlace || !isWithPort || !isLocalUrl(url.href)) return refuse(ctx, UNFIT)
    return `${url.hostname}:${url.port || '80'}`
  }),
)

/** An API's address that names the API's version. */
export const versionedUrl = baseUrl.refine((value) => new URL(value).pathname !== '/', {
  error: 'the version is missing at its end',
})

function withScheme(value: string): string {
  if (value.includes('://')) return value
  const local = `http://${value}`
  return URL.canParse(local) && isLocalUrl(local) ? local : `https://${value}`
}

function parse(value: string, ctx: z.RefinementCtx): URL | null {
  const url = URL.canParse(value) ? new URL(value) : null
  if (!url || !/^https?:$/.test(url.protocol)) refuse(ctx, UNFIT)
  else if (url.search || url.hash) refuse(ctx, 'a query or fragment is no part of it')
  else return url
  return null
}

function refuse(ctx: z.RefinementCtx, why: string): never {
  ctx.addIssue({ code: 'custom', message: why })
  return z.NEVER
}

/** A host by its name alone, without scheme, port and path. */
export const hostName = text
  .toLowerCase()
  .refine((value) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(value), { error: UNFIT })
