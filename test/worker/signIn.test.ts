import { createServer, request } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { refusalSchema } from '../../convex/model/api.ts'
import { newSignInToken } from '../local/signInLink.ts'
import { startLocalWorker } from '../local/worker.ts'
import { Browser, refusal } from './browser.ts'

const PASSWORD = 'correct horse battery staple'
const SIGN_IN_TOKEN = newSignInToken()
const AUDIENCE = 'the-access-application'

let url: string
let access: Awaited<ReturnType<typeof startAccess>>
const stops: (() => Promise<unknown>)[] = []

async function startWorker(vars: Record<string, string>): Promise<string> {
  const worker = await startLocalWorker({ port: 0, stateDir: null, vars })
  stops.push(() => worker.stop())
  return worker.url
}

beforeAll(async () => {
  access = await startAccess()
  stops.push(() => access.stop())
  url = await startWorker({
    OPERATOR_PASSWORD: PASSWORD,
    SIGN_IN_TOKEN,
    ACCESS_TEAM_DOMAIN: access.url,
    ACCESS_AUD: AUDIENCE,
  })
})
afterAll(() => Promise.all(stops.map((stop) => stop())))

describe('by password', () => {
  test('the right one starts a session, and a wrong one does not', async () => {
    const browser = new Browser(url)
    expect(await refusal(await browser.post('/auth/password', { password: 'guess' }))).toEqual([
      401,
      'The password is wrong.',
    ])
    expect(browser.cookie).toBeNull()
    await browser.signIn(PASSWORD)
    const response = await browser.get('/api/session')
    expect(await response.json()).toEqual({
      operator: { subject: 'operator', name: 'Operator' },
      convexUrl: url,
      simulated: { model: false, phone: false, voice: false },
      ringsPersons: false,
    })
  })

  test('the cookie is out of reach of scripts and other sites', async () => {
    const body = { password: PASSWORD }
    const plain = await new Browser(url).post('/auth/password', body)
    expect(plain.headers.get('set-cookie')).toMatch(/; Path=\/;.* HttpOnly; SameSite=Lax$/)
    const tls = new Browser(url, { 'x-forwarded-proto': 'https' })
    const secure = await tls.post('/auth/password', body, url.replace('http:', 'https:'))
    expect(secure.headers.get('set-cookie')).toMatch(/ HttpOnly; Secure; SameSite=Lax$/)
  })

  test('a cookie that was changed is none', async () => {
    const browser = await new Browser(url).signIn(PASSWORD)
    const [name, token = ''] = browser.cookie?.split('=') ?? []
    const [head, , signature] = token.split('.')
    const claims = { jti: crypto.randomUUID(), sub: 'x', name: 'x', aud: 'switchboard-session' }
    const forged = Buffer.from(JSON.stringify({ ...claims, exp: 4e9 })).toString('base64url')
    browser.cookie = `${name}=${head}.${forged}.${signature}`
    expect((await browser.get('/api/session')).status).toBe(401)
    browser.cookie = `${name}=nonsense`
    expect((await browser.get('/api/session')).status).toBe(401)
  })

  test('what is no password at all is told so', async () => {
    const [status, sentence] = await refusal(await new Browser(url).post('/auth/password', {}))
    expect(status).toBe(400)
    expect(sentence).toContain('password')
    const broken = await fetch(`${url}/auth/password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    })
    expect((await refusal(broken))[0]).toBe(400)
  })

  test('guesses come to an end for who makes them, and for nobody else', async () => {
    const limited = await startWorker({ OPERATOR_PASSWORD: PASSWORD })
    const guess = async (client: string, password = 'guess') => {
      const browser = new Browser(limited, { 'cf-connecting-ip': client })
      return browser.post('/auth/password', { password })
    }
    const statuses = async (client: string, times: number) =>
      new Set(
        (await Promise.all(Array.from({ length: times }, () => guess(client)))).map(
          ({ status }) => status,
        ),
      )

    expect(await statuses('192.0.2.1', 10)).toEqual(new Set([401]))
    const refused = await guess('192.0.2.1', PASSWORD)
    expect(refused.status).toBe(429)
    const { retryAfterSec } = refusalSchema.parse(await refused.json())
    expect(retryAfterSec).toBeGreaterThan(0)
    expect(retryAfterSec).toBeLessThanOrEqual(600)
    expect(refused.headers.get('retry-after')).toBe(String(retryAfterSec))

    // The addresses of one IPv6 network are one client; its right password sets the count back.
    expect(await statuses('2001:db8::1', 9)).toEqual(new Set([401]))
    expect((await guess('2001:db8::2', PASSWORD)).status).toBe(204)
    expect(await statuses('2001:db8::3', 10)).toEqual(new Set([401]))
    expect((await guess('2001:db8::4')).status).toBe(429)

    // Many clients guess: each of them may less, and whoever knows the password comes in.
    for (let client = 0; client < 8; client++) await statuses(`198.51.100.${client}`, 10)
    expect(await statuses('203.0.113.1', 3)).toEqual(new Set([401]))
    expect((await guess('203.0.113.1', PASSWORD)).status).toBe(429)
    expect((await guess('203.0.113.2', PASSWORD)).status).toBe(204)
  })
})

describe('by link', () => {
  test('it works once', async () => {
    const browser = new Browser(url)
    const first = await browser.get(`/auth/link?token=${SIGN_IN_TOKEN}`)
    expect([first.status, first.headers.get('location')]).toEqual([302, '/sign-in'])
    expect((await browser.get('/api/session')).status).toBe(200)
    const again = await new Browser(url).get(`/auth/link?token=${SIGN_IN_TOKEN}`)
    expect(again.headers.get('location')).toBe('/sign-in?link=expired')
    expect(again.headers.get('set-cookie')).toBeNull()
  })

  test('a wrong one and one whose time is over do nothing', async () => {
    const wrong = await new Browser(url).get(`/auth/link?token=${newSignInToken()}`)
    expect(wrong.headers.get('location')).toBe('/sign-in?link=expired')
    const old = `${Date.now() - 1}-${'s'.repeat(43)}`
    const late = await startWorker({ SIGN_IN_TOKEN: old })
    const browser = new Browser(late)
    const expired = await browser.get(`/auth/link?token=${old}`)
    expect(expired.headers.get('location')).toBe('/sign-in?link=expired')
    expect(await (await browser.get('/api/session')).json()).toMatchObject({
      signIn: { password: false, link: false, access: false },
    })
  })
})

describe('by Cloudflare Access', () => {
  test('its proof stands for a session, and makes one', async () => {
    const assertion = await access.assertion()
    const response = await visitor(assertion).get('/api/session')
    expect(await response.json()).toMatchObject({
      operator: { subject: 'access:user-1', name: 'olivia@example.com' },
    })
    const browser = visitor(assertion)
    expect((await browser.get('/auth/access')).headers.get('location')).toBe('/sign-in')
    const elsewhere = new Browser(url)
    elsewhere.cookie = browser.cookie
    expect((await elsewhere.get('/api/session')).status).toBe(200)
  })

  test('a proof for another application, of another team, too old or unsigned is none', async () => {
    const others = await startAccess()
    stops.push(() => others.stop())
    const proofs = [
      await access.assertion({ audience: 'another' }),
      await access.assertion({ issuer: 'https://other.example' }),
      await access.assertion({ expiresAt: Date.now() - 60_000 }),
      await others.assertion({ issuer: access.url }),
      'nonsense',
    ]
    for (const proof of proofs) {
      expect((await visitor(proof).get('/api/session')).status).toBe(401)
    }
    expect((await new Browser(url).get('/auth/access')).headers.get('location')).toBe(
      '/sign-in?access=refused',
    )
  })

  test('after signing out, only a new proof counts', async () => {
    const browser = visitor(await access.assertion({ subject: 'user-2' }))
    await browser.get('/auth/access')
    expect((await browser.post('/auth/sign-out')).status).toBe(204)
    expect((await browser.get('/api/session')).status).toBe(401)
    expect((await browser.get('/auth/access')).headers.get('location')).toBe(
      '/cdn-cgi/access/logout',
    )
    const later = await access.assertion({ subject: 'user-2', issuedAt: Date.now() + 2_000 })
    expect((await visitor(later).get('/api/session')).status).toBe(200)
  })
})

test('signing out ends the session, whoever kept the cookie', async () => {
  const browser = await new Browser(url).signIn(PASSWORD)
  const thief = new Browser(url)
  thief.cookie = browser.cookie
  expect((await thief.get('/api/session')).status).toBe(200)
  expect((await browser.post('/auth/sign-out')).status).toBe(204)
  expect(browser.cookie).toBeNull()
  expect((await thief.get('/api/session')).status).toBe(401)
})

test('other sites cannot act for an operator', async () => {
  const browser = await new Browser(url).signIn(PASSWORD)
  const elsewhere = 'https://elsewhere.example'
  const foreign = [
    await browser.post('/api/token', {}, elsewhere),
    await browser.post('/auth/sign-out', {}, elsewhere),
    await browser.post('/auth/password', { password: PASSWORD }, 'null'),
  ]
  expect(foreign.map(({ status }) => status)).toEqual([403, 403, 403])
  // A name that somebody has made to lead here: the page's origin and the host are the same.
  const rebound = await new Promise<number | undefined>((resolve, reject) => {
    const headers = {
      ...browser.headers,
      host: 'rebound.example',
      origin: 'http://rebound.example',
    }
    const asked = request(`${url}/api/token`, { method: 'POST', headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    asked.on('error', reject).end()
  })
  expect(rebound).toBe(403)
  const hidden = await fetch(`${url}/api/token`, {
    method: 'POST',
    headers: { ...browser.headers, 'sec-fetch-site': 'cross-site' },
  })
  expect(hidden.status).toBe(403)
  expect((await browser.get('/api/session')).status).toBe(200)
})

/** A browser that Access let through. */
function visitor(assertion: string): Browser {
  return new Browser(url, { 'cf-access-jwt-assertion': assertion })
}

/** The keys of a team, as Access serves them, and proofs signed with them. */
async function startAccess() {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const keys = JSON.stringify({
    keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256' }],
  })
  const server = createServer((request, response) => {
    const known = request.url === '/cdn-cgi/access/certs'
    response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' })
    response.end(known ? keys : '{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = z.object({ port: z.number() }).parse(server.address())
  const own = `http://127.0.0.1:${port}`
  return {
    url: own,
    stop: () => new Promise((resolve) => server.close(resolve)),
    assertion: (
      claims: {
        subject?: string
        issuer?: string
        audience?: string
        issuedAt?: number
        expiresAt?: number
      } = {},
    ) =>
      new SignJWT({ email: 'olivia@example.com', type: 'app' })
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .setSubject(claims.subject ?? 'user-1')
        .setIssuer(claims.issuer ?? own)
        .setAudience(claims.audience ?? AUDIENCE)
        .setIssuedAt(Math.floor((claims.issuedAt ?? Date.now()) / 1000))
        .setExpirationTime(Math.floor((claims.expiresAt ?? Date.now() + 60_000) / 1000))
        .sign(privateKey),
  }
}
