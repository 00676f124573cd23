/** What needs an address with TLS, or a platform that misbehaves; the rest is in `test/contract`. */
import { afterEach, expect, test, vi } from 'vitest'
import { guardedFetch } from '../../../worker/lib/guardedFetch.ts'

afterEach(() => vi.unstubAllGlobals())

const LIMITS = { timeoutMs: 1_000, maxBytes: 1_000 }
const reach = guardedFetch({ ownUrl: null, exceptions: ['127.0.0.1:3000'] })

/** The next answers of the platform; returns what was asked. */
function answers(...responses: (Response | Error)[]): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: URL) => {
    asked.push(url.href)
    const next = responses.shift() ?? new Error('Nothing more was expected.')
    if (next instanceof Error) throw next
    return next
  })
  return asked
}

const leadTo = (location: string) => new Response(null, { status: 307, headers: { location } })

test('a redirect away from TLS is not followed, not even to what is listed', async () => {
  const asked = answers(leadTo('http://127.0.0.1:3000/'))
  await expect(reach('https://example.com/', LIMITS)).rejects.toThrow(
    'example.com redirects to an address without https://: it is not asked.',
  )
  expect(asked).toEqual(['https://example.com/'])
})

test('a redirect is relative to the address that it comes from', async () => {
  const asked = answers(leadTo('../c?d'), new Response('Here I am.'))
  const response = await reach('https://example.com/a/b#e', LIMITS)
  expect(await response.text()).toBe('Here I am.')
  expect(asked).toEqual(['https://example.com/a/b', 'https://example.com/c?d'])
})

test('what the platform says of a failure is not repeated', async () => {
  answers(new Error('connect to https://example.com/?key=secret failed'))
  await expect(reach('https://example.com/?key=secret', LIMITS)).rejects.toThrow(
    /^example\.com cannot be reached\.$/,
  )
})

test('a broken body of a redirect is left alone', async () => {
  const body = new ReadableStream({
    cancel: () => Promise.reject(new Error('It is broken already.')),
  })
  const broken = new Response(body, { status: 302, headers: { location: '/next' } })
  answers(broken, new Response('Here I am.'))
  expect(await (await reach('https://example.com/', LIMITS)).text()).toBe('Here I am.')
})

test('what is not wanted any more is not asked', async () => {
  const asked = answers(new Response('Here I am.'))
  const signal = AbortSignal.abort(new Error('It is over.'))
  await expect(reach('https://example.com/', { ...LIMITS, signal })).rejects.toThrow('It is over.')
  expect(asked).toEqual([])
})
