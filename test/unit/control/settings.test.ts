import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../../worker/config.ts'
import { isSamePlace } from '../../../worker/lib/samePlace.ts'

const TOKEN = 'a-token-of-a-system-of-ours'
const BASE = 'https://voice-api.example.com'
const ACCESS = {
  CONTROL_API_ACCESS_CLIENT_ID: 'client.access',
  CONTROL_API_ACCESS_CLIENT_SECRET: 'secret-of-client',
}
const problems = (env: Record<string, string>) =>
  parseConfig(env).problems.filter((problem) => problem.startsWith('CONTROL_API_'))

describe('the older control service', () => {
  test('is none unless it has an address', () => {
    expect(parseConfig({}).control).toEqual({ token: null, numbers: false, service: null })
    expect(parseConfig({ CONTROL_API_TOKEN: TOKEN, ...ACCESS }).control.service).toBeNull()
  })

  test('is asked as it is set', () => {
    const env = { CONTROL_API_TOKEN: TOKEN, CONTROL_API_BASE_URL: `${BASE}/v2/`, ...ACCESS }
    expect(parseConfig({ ...env, CONTROL_API_NUMBERS: 'true' }).control).toEqual({
      token: TOKEN,
      numbers: true,
      service: {
        baseUrl: `${BASE}/v2`,
        token: TOKEN,
        timeoutMs: 8_000,
        access: { clientId: 'client.access', clientSecret: 'secret-of-client' },
      },
    })
    expect(problems(env)).toEqual([])
  })

  test.each([
    ['http://voice-api.example.com', 'a token is sent to it'],
    ['http://10.0.0.1:3000', 'a token is sent to it'],
    ['http://localhost.example.com', 'a token is sent to it'],
    ['https://me:secret@voice-api.example.com', 'a login is no part of it'],
    ['https://voice-api.example.com?x=1', 'a query or fragment is no part of it'],
    ['voice-api.example.com', 'it must be an address'],
    ['ftp://voice-api.example.com', 'it must be an address'],
  ])('is not asked at %s', (address, why) => {
    const env = { CONTROL_API_TOKEN: TOKEN, CONTROL_API_BASE_URL: address }
    expect(parseConfig(env).control.service).toBeNull()
    expect(problems(env).join()).toContain(why)
    expect(problems(env).join()).not.toContain('secret')
  })

  test('may go without TLS on this machine', () => {
    const env = { CONTROL_API_TOKEN: TOKEN, CONTROL_API_BASE_URL: 'http://localhost:3000' }
    expect(parseConfig(env).control.service?.baseUrl).toBe('http://localhost:3000')
  })

  test.each(['999', '30001', '8s', '1e4', '-5000'])('is not waited for for %s ms', (ms) => {
    const env = { CONTROL_API_TIMEOUT_MS: ms, CONTROL_API_BASE_URL: BASE }
    expect(parseConfig(env).control.service?.timeoutMs).toBe(8_000)
    expect(problems(env).join()).toContain('from 1000 to 30000')
  })
})

test.each<[env: Record<string, string>, problem: string]>([
  [{ CONTROL_API_TOKEN: 'short' }, 'CONTROL_API_TOKEN is short: use 24 characters or more.'],
  [{ CONTROL_API_BASE_URL: BASE }, 'and /control stays shut'],
  [
    { CONTROL_API_TOKEN: TOKEN, CONTROL_API_BASE_URL: `${BASE}/x`, PUBLIC_URL: BASE },
    'CONTROL_API_BASE_URL is this Worker itself',
  ],
  [
    {
      ...ACCESS,
      CONTROL_API_TOKEN: TOKEN,
      CONTROL_API_ACCESS_CLIENT_ID: '',
      CONTROL_API_BASE_URL: BASE,
    },
    'CONTROL_API_ACCESS_CLIENT_ID is not set',
  ],
  [
    {
      ...ACCESS,
      CONTROL_API_TOKEN: TOKEN,
      CONTROL_API_ACCESS_CLIENT_SECRET: '',
      CONTROL_API_BASE_URL: BASE,
    },
    'CONTROL_API_ACCESS_CLIENT_SECRET is not set',
  ],
  [ACCESS, 'CONTROL_API_BASE_URL is not set'],
])('%j is told of', (env, problem) => {
  expect(problems(env)).toEqual([expect.stringContaining(problem)])
})

test.each([
  ['https://calls.example.com', 'https://calls.example.com/older', true],
  ['https://calls.example.com', 'http://CALLS.example.com.', true],
  ['https://calls.example.com:443', 'https://calls.example.com', true],
  ['http://127.0.0.1:8787', 'http://localhost:8787', true],
  ['http://[::1]:8787', 'http://localhost:8787', true],
  ['https://calls.example.com', 'https://calls.example.com:8443', false],
  ['https://calls.example.com', 'https://example.com', false],
  ['http://127.0.0.1:8787', 'http://localhost:3000', false],
])('%s and %s are one place: %s', (one, other, same) => {
  expect(isSamePlace(one, other)).toBe(same)
  expect(isSamePlace(other, one)).toBe(same)
})
