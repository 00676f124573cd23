import { SignJWT } from 'jose'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { developerToken } from '../../local/developerToken.ts'
import { loadWorker } from './loadWorker.ts'

// Only workerd has it; the routes are mounted without.
vi.mock('cloudflare:workers', () => ({ DurableObject: Object }))

const worker = await loadWorker()
const AUTH_TOKEN = 'an-auth-token'
const NOW_SEC = 1_800_000_000
const MINUTE_SEC = 60

const env = {
  TWILIO_AUTH_TOKEN: AUTH_TOKEN,
  CONVEX: { getByName: () => ({ exportedTables: () => [] }) },
}

// What is not set is logged; that is tried elsewhere.
vi.spyOn(console, 'warn').mockImplementation(() => {})

beforeEach(() => {
  vi.useFakeTimers({ now: NOW_SEC * 1000, toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

async function read(token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` }
  const request = new Request('http://127.0.0.1:8787/api/data', { headers })
  return (await worker.fetch(request, env)).status
}

function tokenWith(claims: { iat?: number; exp?: number; aud?: string }): Promise<string> {
  return new SignJWT({ aud: 'switchboard', ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(AUTH_TOKEN))
}

test('a token is good for five minutes', async () => {
  const token = await developerToken(AUTH_TOKEN)
  expect(await read(token)).toBe(200)
  vi.setSystemTime((NOW_SEC + 5 * MINUTE_SEC - 1) * 1000)
  expect(await read(token)).toBe(200)
  vi.setSystemTime((NOW_SEC + 5 * MINUTE_SEC) * 1000)
  expect(await read(token)).toBe(401)
})

test('none is taken that has more than ten minutes to live', async () => {
  expect(await read(await tokenWith({ exp: NOW_SEC + 10 * MINUTE_SEC }))).toBe(200)
  expect(await read(await tokenWith({ exp: NOW_SEC + 10 * MINUTE_SEC + 1 }))).toBe(401)
})

test.each([
  ['has no end', { iat: NOW_SEC }],
  ['is for somebody else', { exp: NOW_SEC + MINUTE_SEC, aud: 'elsewhere' }],
])('one that %s is none', async (_, claims) => {
  expect(await read(await tokenWith(claims))).toBe(401)
})
