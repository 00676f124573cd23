/** What is refused before anything behind the routes is asked. */
import { describe, expect, test, vi } from 'vitest'
import { newPrivateKey } from '../../../worker/lib/es256.ts'
import { loadWorker } from './loadWorker.ts'

// Only workerd has it; the routes are mounted without.
vi.mock('cloudflare:workers', () => ({ DurableObject: Object }))

// Each refusal is logged; that is tried elsewhere.
vi.spyOn(console, 'warn').mockImplementation(() => {})

const worker = await loadWorker()
const ORIGIN = 'https://calls.example.com'
const PASSWORD = 'correct horse battery staple'
const LINK = `${Date.now() + 3_600_000}-${'t'.repeat(43)}`

const sessions = {
  guess: vi.fn<() => number>().mockReturnValue(0),
  guessedRight: () => {},
  redeem: vi.fn<() => boolean>().mockReturnValue(true),
  begin: () => ({ id: crypto.randomUUID(), expiresAt: Date.now() + 1000 }),
}
const env = {
  PUBLIC_URL: ORIGIN,
  TWILIO_AUTH_TOKEN: 'an-auth-token',
  AUTH_PRIVATE_KEY: await newPrivateKey(),
  OPERATOR_PASSWORD: PASSWORD,
  SIGN_IN_TOKEN: LINK,
  OPERATORS: { getByName: () => sessions },
}

const ask = (url: string, init: RequestInit = {}) => worker.fetch(new Request(url, init), env)

const post = (body: string) =>
  ask(`${ORIGIN}/twilio/voice`, {
    method: 'POST',
    headers: {
      'x-twilio-signature': 'A'.repeat(28),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body,
  })

const fields = (count: number) => 'a=1&'.repeat(count)

const guess = (body: string, { at = ORIGIN, from = ORIGIN } = {}) =>
  ask(`${at}/auth/password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: from },
    body,
  })
const right = JSON.stringify({ password: PASSWORD })

const follow = async () => (await ask(`${ORIGIN}/auth/link?token=${LINK}`)).headers.get('location')

describe('a form', () => {
  test('of more than 64 KiB is not read', async () => {
    expect((await post(`a=${'x'.repeat(64 * 1024 - 2)}`)).status).toBe(403)
    expect((await post(`a=${'x'.repeat(64 * 1024 - 1)}`)).status).toBe(413)
  })

  test('of more than 200 fields is none of Twilio’s', async () => {
    expect(await (await post(fields(200))).text()).toBe('The signature does not match.')
    expect(await (await post(fields(201))).text()).toBe('This is no form of Twilio’s.')
  })
})

describe('a password', () => {
  test('that is right signs in', async () => {
    expect((await guess(right)).status).toBe(204)
  })

  test.each(['', '{', '"text"', '{"password":5}', '[]', '{"password":{"a":[]}}'])(
    'in the body %j is 400',
    async (body) => {
      expect((await guess(body)).status).toBe(400)
    },
  )

  test('is not looked at while its sender has to wait', async () => {
    sessions.guess.mockReturnValueOnce(61)
    const answer = await guess(right)
    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toBe('61')
  })

  test.each([
    ['another site', ORIGIN, 'https://elsewhere.example'],
    ['a name that was made to lead here', 'http://rebound.example', 'http://rebound.example'],
    ['another port of this machine', 'http://127.0.0.1:8787', 'http://127.0.0.1:8788'],
  ])('from a page of %s is refused', async (_, at, from) => {
    expect((await guess(right, { at, from })).status).toBe(403)
  })
})

test('a link that was used leads nowhere', async () => {
  expect(await follow()).toBe('/sign-in')
  sessions.redeem.mockReturnValueOnce(false)
  expect(await follow()).toBe('/sign-in?link=expired')
})
