/**
 * Asks addresses that operators wrote, and none that leads into a private network: neither the one that was
 * written nor one that it redirects to. What a name resolves to is not looked up: Cloudflare's network
 * leads to public addresses alone.
 */
import type { GuardedFetch, GuardedInit } from '../accounts.ts'
import { limitedBody, tooLong } from './limitedBody.ts'
import { type Guard, named, NotAsked, outwardUrl } from './outwardUrl.ts'
import { PlainError } from './PlainError.ts'
import { type Hop, locationOf, redirected } from './redirect.ts'

const MAX_REDIRECTS = 5

export function guardedFetch(guard: Guard): GuardedFetch {
  return async (address, init) => {
    const { method = 'GET', headers = {}, secretHeaders = {}, body, signal } = init
    const url = outwardUrl(address, guard)
    signal?.throwIfAborted()
    const patience = new AbortController()
    const timer = setTimeout(() => patience.abort(), init.timeoutMs)
    const ended = signal ? AbortSignal.any([signal, patience.signal]) : patience.signal
    try {
      const hop = { url, method, headers, secretHeaders, body }
      const [response, from] = await follow(hop, guard, ended)
      return await limited(response, from, init)
    } catch (error) {
      // Why it was given up is for whoever did so.
      signal?.throwIfAborted()
      if (!patience.signal.aborted) throw error
      throw new PlainError(`${named(url)} did not answer within ${init.timeoutMs / 1000} s.`)
    } finally {
      clearTimeout(timer)
    }
  }
}

/** The first answer that leads nowhere else, and from where it came. */
async function follow(first: Hop, guard: Guard, signal: AbortSignal): Promise<[Response, URL]> {
  let hop = first
  for (let redirects = 0; ; redirects++) {
    const response = await ask(hop, signal)
    const location = locationOf(response)
    if (location === null) return [response, hop.url]
    await letGo(response)
    const from = named(hop.url)
    if (redirects === MAX_REDIRECTS) throw new NotAsked(`${from} redirects too often.`)
    const next = outwardUrl(location, guard, hop.url)
    if (hop.url.protocol === 'https:' && next.protocol !== 'https:') {
      throw new NotAsked(`${from} redirects to an address without https://: it is not asked.`)
    }
    hop = redirected(hop, response.status, next)
  }
}

async function ask(hop: Hop, signal: AbortSignal): Promise<Response> {
  const { url, method, body } = hop
  const headers = headersOf(hop)
  try {
    return await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal,
      ...(body === undefined ? {} : { body }),
    })
  } catch (cause) {
    throw new PlainError(`${named(url)} cannot be reached.`, { cause })
  }
}

/** A body that is broken cannot be cancelled, and need not. */
async function letGo({ body }: Response): Promise<void> {
  await body?.cancel().catch(() => {})
}

/** An error of the platform would quote the value, which may be a secret. */
function headersOf({ url, headers, secretHeaders }: Hop): Headers {
  try {
    const all = new Headers({ ...headers })
    for (const [name, value] of Object.entries(secretHeaders)) all.set(name, value)
    return all
  } catch {
    throw new NotAsked(
      `${named(url)} is not asked: what is to be sent along holds a character that no header may hold.`,
    )
  }
}

async function limited(response: Response, url: URL, init: GuardedInit): Promise<Response> {
  const { status, statusText } = response
  const limits = { host: named(url), maxBytes: init.maxBytes, signal: init.signal }
  const headers = new Headers(response.headers)
  if (Number(headers.get('content-length')) > init.maxBytes) {
    await letGo(response)
    throw tooLong(limits)
  }
  // The body is what they have been undone of.
  headers.delete('content-encoding')
  headers.delete('content-length')
  const body = response.body && limitedBody(response.body, limits)
  return new Response(body, { status, statusText, headers })
}
