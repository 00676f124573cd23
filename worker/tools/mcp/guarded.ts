/** `fetch` as the package for MCP wants it, by the one that asks no private network. */
import type { GuardedFetch } from '../../accounts.ts'

/** All that one answer may have, in bytes. */
const MAX_BYTES = 1024 * 1024
const METHODS = ['GET', 'POST', 'DELETE'] as const
/** Told to one origin alone. */
const SECRET = /^(authorization|mcp-session-id|dpop)$/

type FetchLike = (url: string | URL, init?: RequestInit) => Promise<Response>

export function guardedFor(reach: GuardedFetch, timeoutMs: number): FetchLike {
  return async (url, init = {}) => {
    const method = METHODS.find((one) => one === (init.method ?? 'GET').toUpperCase())
    if (!method) return new Response(null, { status: 405 })
    const all = [...new Headers(init.headers)]
    const headers = Object.fromEntries(all.filter(([name]) => !SECRET.test(name)))
    // A stream of what the server may want to say would stay open as long as the call: nobody listens.
    if (method === 'GET' && headers['accept']?.includes('text/event-stream')) {
      return new Response(null, { status: 405 })
    }
    const body = init.body === null || init.body === undefined ? undefined : String(init.body)
    return reach(String(url), {
      method,
      headers,
      secretHeaders: Object.fromEntries(all.filter(([name]) => SECRET.test(name))),
      ...(body !== undefined && { body }),
      ...(init.signal && { signal: init.signal }),
      timeoutMs,
      maxBytes: MAX_BYTES,
    })
  }
}
