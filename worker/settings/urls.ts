import * as z from 'zod'
import { text, UNFIT } from './values.ts'

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** An origin; a bare host is meant as `https://` (`http://` on this machine). */
export function origin(whyTls: string) {
  return text.transform((value, ctx) => {
    const url = parse(withScheme(value), ctx)
    if (!url) return z.NEVER
    if (url.pathname !== '/') return refuse(ctx, 'a path is no part of it')
    // Only what stays on this machine may go without TLS.
    if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname)) {
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

/** An API's address that names the API's version. */
export const versionedUrl = baseUrl.refine((value) => new URL(value).pathname !== '/', {
  error: 'the version is missing at its end',
})

function withScheme(value: string): string {
  if (value.includes('://')) return value
  const [host = ''] = value.split(/[:/]/)
  return `${LOOPBACK.has(host) ? 'http' : 'https'}://${value}`
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
