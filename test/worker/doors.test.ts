/** Every door that is mounted, tried with whatever does not open it. */
import { request } from 'node:http'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import * as z from 'zod'
import { functions } from '../../worker/embedded-convex/functions.ts'
import { issueToken } from '../../worker/data/identity.ts'
import { newPrivateKey, type SigningKey, signingKey } from '../../worker/lib/es256.ts'
import { developerToken } from '../local/developerToken.ts'
import { startLocalWorker } from '../local/worker.ts'
import type { RunningWorker } from '../local/workerd.ts'
import { newSid } from '../simulators/twilio/sid.ts'
import { twilioSignature } from '../simulators/twilio/signature.ts'
import { type MountedRoute, mountedRoutes } from '../unit/http/loadWorker.ts'
import { Browser } from './browser.ts'

// Only workerd has it; the routes are mounted without.
vi.mock('cloudflare:workers', () => ({ DurableObject: Object }))

const PUBLIC_URL = 'https://calls.example.com'
const AUTH_TOKEN = 'an-auth-token'
const PASSWORD = 'correct horse battery staple'
const AUTH_PRIVATE_KEY = await newPrivateKey()
const CONTROL_API_TOKEN = 'a-token-of-a-system-of-ours'

type Headers = Record<string, string>
interface Answer {
  status: number
  type: string
  body: string
}

let worker: RunningWorker
let key: SigningKey
let operator: Headers
let signedOut: Headers
/** What opens nothing, by its name. */
let credentials: readonly [what: string, headers: Headers][]
beforeAll(async () => {
  const vars = {
    PUBLIC_URL,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    OPERATOR_PASSWORD: PASSWORD,
    AUTH_PRIVATE_KEY,
    CONTROL_API_TOKEN,
  }
  worker = await startLocalWorker({ port: 0, stateDir: null, vars })
  key = await signingKey(AUTH_PRIVATE_KEY)
  operator = (await new Browser(worker.url).signIn(PASSWORD)).headers
  const leaving = await new Browser(worker.url).signIn(PASSWORD)
  signedOut = leaving.headers
  await leaving.post('/auth/sign-out')
  credentials = await Promise.all(
    CREDENTIALS.map(async ([what, made]): Promise<[string, Headers]> => [what, await made()]),
  )
})
afterAll(() => worker.stop())

let asks = 0

/**
 * A request whose path and headers are sent as they are written. Each comes from another client: who guesses
 * at tokens has to wait by and by.
 */
function ask(method: string, path: string, headers: Headers = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(worker.url)
    const sent = method === 'POST' ? body : ''
    asks += 1
    const client = { 'cf-connecting-ip': `10.0.${asks >> 8}.${asks & 255}` }
    const all = { ...client, ...headers, 'content-length': sent.length }
    const options = { port, host: '127.0.0.1', method, path, headers: all }
    const asked = request(options, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += String(chunk)))
      const { statusCode: status = 0, headers: answered } = response
      response.on('end', () =>
        resolve({ status, type: answered['content-type'] ?? '', body: text }),
      )
    })
    asked.on('upgrade', (_response, socket) => {
      socket.destroy()
      resolve({ status: 101, type: '', body: '' })
    })
    asked.on('error', reject).end(sent)
  })
}

const PARAMETERS: Record<string, string> = {
  id: newSid('CA'),
  callSid: newSid('CA'),
  phoneNumber: '+12025550100',
  number: '+12025550100',
  table: 'agents',
  kind: 'query',
  version: '1.48.0',
}
const routes = (await mountedRoutes()).map((route) => ({ ...route, at: pathTo(route) }))
const guarded = routes.filter(({ who }) => who !== 'anyone')

/** An address that the route answers. */
function pathTo({ path }: MountedRoute): string {
  if (path.includes('{test_')) return path.replace(/:callSid\{.*\}/, `test_${'0'.repeat(32)}`)
  return path.replaceAll(
    /:(\w+)(\{(?:[^{}]|\{[^{}]*\})*\})?/g,
    (_, name) => PARAMETERS[name] ?? 'x',
  )
}

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` })
const cookie = (token: string): Headers => ({ cookie: `switchboard_session=${token}` })
const form: Headers = { 'content-type': 'application/x-www-form-urlencoded' }

function convexToken(role: 'operator' | 'service', ttlSec: number): Promise<string> {
  return issueToken(key, { role, subject: 'somebody', name: 'Somebody' }, ttlSec)
}

function sessionCookie(expiresInSec: number, signedWith = key): Promise<string> {
  return new SignJWT({ name: 'Operator' })
    .setProtectedHeader({ alg: 'ES256', kid: signedWith.kid })
    .setAudience('switchboard-session')
    .setJti(crypto.randomUUID())
    .setSubject('operator')
    .setExpirationTime(Math.floor(Date.now() / 1000) + expiresInSec)
    .sign(signedWith.privateKey)
}

function hmacToken(secret: string, expiresInSec: number): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience('switchboard')
    .setExpirationTime(now + expiresInSec)
    .sign(new TextEncoder().encode(secret))
}

const unsigned = (token: string): string =>
  `${btoa('{"alg":"none"}').replaceAll('=', '')}.${token.split('.')[1]}.`

const CREDENTIALS: [what: string, headers: () => Promise<Headers>][] = [
  ['nothing', async () => ({})],
  ['a wrong token', async () => bearer('nonsense')],
  ['an empty token', async () => bearer('')],
  ['a wrong cookie', async () => cookie('nonsense')],
  ['a wrong signature', async () => ({ 'x-twilio-signature': `${'A'.repeat(27)}=` })],
  ['a proof of Access where there is none', async () => ({ 'cf-access-jwt-assertion': 'x.y.z' })],
  ['an expired developer token', async () => bearer(await hmacToken(AUTH_TOKEN, -10))],
  ['a developer token that lives too long', async () => bearer(await hmacToken(AUTH_TOKEN, 660))],
  ['a developer token of another account', async () => bearer(await hmacToken('another', 60))],
  ['an unsigned developer token', async () => bearer(unsigned(await hmacToken(AUTH_TOKEN, 60)))],
  ['an expired cookie', async () => cookie(await sessionCookie(-10))],
  ['a cookie of a session that never was', async () => cookie(await sessionCookie(600))],
  [
    'a cookie of another installation',
    async () => cookie(await sessionCookie(600, await signingKey(await newPrivateKey()))),
  ],
  ['the cookie of a session that has ended', async () => signedOut],
  ['an operator’s token for Convex', async () => bearer(await convexToken('operator', 600))],
  ['the Worker’s token for Convex', async () => bearer(await convexToken('service', 600))],
  ['a token for Convex as a cookie', async () => cookie(await convexToken('operator', 600))],
  ['a cookie as a token', async () => bearer(operator['cookie']?.split('=')[1] ?? '')],
  ['a developer token as a cookie', async () => cookie(await developerToken(AUTH_TOKEN))],
  ['the auth token itself', async () => bearer(AUTH_TOKEN)],
  ['the password itself', async () => bearer(PASSWORD)],
]

/** What comes of each, by its name; all are tried at once. */
async function withEach<T>(
  all: typeof credentials,
  attempt: (headers: Headers) => Promise<T>,
): Promise<Record<string, T>> {
  const tried = all.map(async ([what, headers]) => [what, await attempt(headers)] as const)
  return Object.fromEntries(await Promise.all(tried))
}

test('there are doors to try', () => {
  expect(guarded.length).toBeGreaterThan(14)
  expect(new Set(guarded.map(({ who }) => who)).size).toBe(5)
})

describe.each(guarded)('$method $path', ({ method, at, who, ownPagesOnly }) => {
  const refused = who === 'Twilio' ? 403 : 401

  test('does not open with what opens nothing', async () => {
    const statuses = await withEach(credentials, async (headers) => {
      return (await ask(method, at, { ...headers, ...form }, 'CallSid=CA1')).status
    })
    expect(statuses).toEqual(await withEach(credentials, async () => refused))
  })

  test('does not open with what opens the others', async () => {
    const others: Headers[] = [
      { 'x-twilio-signature': twilioSignature(AUTH_TOKEN, `${PUBLIC_URL}/elsewhere`) },
      ...(who.includes('operator') ? [] : [operator]),
      ...(who.includes('developer') ? [] : [bearer(await developerToken(AUTH_TOKEN))]),
      ...(who === 'control' ? [] : [bearer(CONTROL_API_TOKEN)]),
    ]
    for (const other of others) expect((await ask(method, at, other)).status).toBe(refused)
  })

  test('opens by no other way of writing its path', async () => {
    const answers = waysToWrite(at).map(async (path) => ({ path, ...(await ask(method, path)) }))
    for (const { path, status, type } of await Promise.all(answers)) {
      expect(status, path).toBeLessThan(500)
      // A path that names no route is a page, and pages are for everybody.
      expect(status < 400 && /json|xml/.test(type), path).toBe(false)
    }
  })

  test.runIf(ownPagesOnly && method !== 'GET')('is shut for other sites’ pages', async () => {
    for (const from of FOREIGN) {
      expect((await ask(method, at, { ...operator, ...from })).status).toBe(403)
    }
  })

  test.runIf(ownPagesOnly && method === 'GET')(
    'opens no socket to other sites’ pages',
    async () => {
      for (const from of FOREIGN) {
        expect((await ask(method, at, { ...operator, ...UPGRADE, ...from })).status).toBe(403)
      }
    },
  )
})

const UPGRADE: Headers = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': btoa('0123456789abcdef'),
}
const FOREIGN: Headers[] = [
  { origin: 'https://elsewhere.example' },
  { origin: 'null' },
  { origin: 'http://127.0.0.1:1' },
  { origin: `${PUBLIC_URL}.elsewhere.example` },
  { origin: 'https://calls.example.com@elsewhere.example' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
]

function waysToWrite(path: string): string[] {
  const [, first = '', rest = ''] = /^\/([^/]+)(.*)$/.exec(path) ?? []
  return [
    `//${first}${rest}`,
    `/./${first}${rest}`,
    `/assets/../${first}${rest}`,
    `/assets/%2e%2e/${first}${rest}`,
    `/health/..;/${first}${rest}`,
    `/${first}/${rest}`,
    `/${first}%2f${rest.slice(1)}`,
    `/${first}%5c${rest.slice(1)}`,
    `/${first.toUpperCase()}${rest}`,
    `/%${first.charCodeAt(0).toString(16)}${first.slice(1)}${rest}`,
    `${path}/`,
    `${path}%00`,
    `${path};x=1`,
    `${path}?_method=GET`,
    `http://127.0.0.1${path}`,
  ]
}

test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])('%s opens nothing', async (method) => {
  for (const { at } of guarded) {
    const { status, type } = await ask(method, at)
    expect(status, at).toBeLessThan(500)
    expect(status < 400 && /json|xml/.test(type), at).toBe(false)
  }
})

describe.each(functions.paths)('%s', (path) => {
  const body = JSON.stringify({ path, args: [{}] })

  test.each(['query', 'mutation'])('does not run as a %s with what opens nothing', async (kind) => {
    // The others are good tokens: what they may is tried with every function on both hosts.
    const bad = credentials.filter(([what]) => !what.endsWith('token for Convex'))
    const runs = await withEach(bad, async (headers) => {
      const { status, body: answer } = await ask('POST', `/api/${kind}`, headers, body)
      return status !== 401 && (status !== 560 || !answer.includes('"unauthenticated"'))
    })
    expect(runs).toEqual(await withEach(bad, async () => false))
  })

  test('does not run with an expired token', async () => {
    const expired = bearer(await convexToken('operator', -10))
    expect((await ask('POST', '/api/query', expired, body)).status).toBe(401)
  })
})

test('what is for everybody fails for nobody', async () => {
  for (const { method, at } of routes.filter(({ who }) => who === 'anyone')) {
    const { status } = await ask(method, at)
    expect(z.int().max(560).parse(status)).not.toBe(500)
  }
})

/** Knocks at the sync protocol, says this if that opens, and waits for its end: how the handshake was answered. */
function knock(headers: Headers, message: string | null = null): Promise<number> {
  return new Promise((resolve, reject) => {
    const url = `${worker.url.replace('http', 'ws')}/api/1.48.0/sync`
    const socket = new WebSocket(url, { headers })
    socket.on('unexpected-response', (_, { statusCode = 0 }) => resolve(statusCode))
    socket.on('open', () => (message === null ? socket.close() : socket.send(message)))
    socket.on('error', reject)
    socket.on('close', () => resolve(101))
  })
}

test('a stranger who sends more than a stranger may is not heard again from there for a while', async () => {
  const from = { 'cf-connecting-ip': '192.0.2.7' }
  expect(await knock(from)).toBe(101)
  expect(await knock(from, 'x'.repeat(1024 * 1024 + 1))).toBe(101)
  expect(await knock(from)).toBe(429)
  expect(await knock({ 'cf-connecting-ip': '192.0.2.8' })).toBe(101)
  expect(await knock({ ...from, ...operator })).toBe(101)
  expect(await knock({ ...from, 'x-switchboard-client': '' })).toBe(429)
})
