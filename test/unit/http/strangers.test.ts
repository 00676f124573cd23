/** Nothing is read of what strangers send, on any route that is mounted. */
import { describe, expect, test, vi } from 'vitest'
import { answer } from '../../../worker/embedded-convex/httpApi.ts'
import { newPrivateKey } from '../../../worker/lib/es256.ts'
import { RefusedToken } from '../../../worker/embedded-convex/tokens.ts'
import { newSigningSecret } from '../../../worker/lib/standardWebhooks.ts'
import { loadWorker } from './loadWorker.ts'

// Only workerd has it; the routes are mounted without.
vi.mock('cloudflare:workers', () => ({ DurableObject: Object }))

const worker = await loadWorker()
const CALL_SID = `CA${'0'.repeat(32)}`
const PARAMETERS: Record<string, string> = { kind: 'query', callSid: CALL_SID }
const posts = worker.routes
  .filter(({ method }) => method === 'POST')
  .map(({ path }) =>
    path.replaceAll(/:(\w+)(\{(?:[^{}]|\{[^{}]*\})*\})?/g, (_, name) => PARAMETERS[name] ?? 'x'),
  )
const paths = [...new Set(posts)]

const none = () => Promise.reject(new Error('A stranger’s request was run.'))
const host = { query: none, mutation: none, action: none, kindOf: () => 'query' as const, ts: 0 }
const authenticate = async ({ headers }: Request) => {
  if (headers.get('authorization')) throw new RefusedToken('wrong')
  return null
}
const env = {
  PUBLIC_URL: 'https://calls.example.com',
  TWILIO_AUTH_TOKEN: 'an-auth-token',
  AUTH_PRIVATE_KEY: await newPrivateKey(),
  OPENAI_WEBHOOK_SECRET: newSigningSecret(),
  OPERATOR_PASSWORD: 'correct horse battery staple',
  CONTROL_API_TOKEN: 'a-token-of-a-system-of-ours',
  OPERATORS: { getByName: () => ({ guess: () => 0, waitOf: () => 0 }) },
  CONVEX: {
    getByName: () => ({
      fetch: (request: Request) => answer(request, host, authenticate),
    }),
  },
}

const SHA256_SIGNATURE = { 'x-twilio-signature': 'A'.repeat(44) }
const CREDENTIALS: [what: string, headers: Record<string, string>][] = [
  ['nothing', {}],
  ['a bearer token of nobody’s', { authorization: 'Bearer nonsense' }],
  ['a cookie of nobody’s', { cookie: 'switchboard_session=nonsense' }],
  ['a signature that is too short', { 'x-twilio-signature': 'A'.repeat(27) }],
  ['a signature that is too long', { 'x-twilio-signature': 'A'.repeat(29) }],
  ['a signature of SHA-256 that nobody has announced', SHA256_SIGNATURE],
]
const CONTENT_TYPES = ['application/json', 'application/x-www-form-urlencoded', 'text/plain']

// Each refusal is logged; that is tried elsewhere.
vi.spyOn(console, 'warn').mockImplementation(() => {})

test('there are routes to try', () => {
  expect(paths).toContain('/twilio/voice')
  expect(paths).toContain('/api/query')
  expect(paths.length).toBeGreaterThan(10)
})

// Who signs in by password is a stranger until then, and /auth/sign-out is for everybody.
describe.each(paths.filter((path) => !path.startsWith('/auth/')))('POST %s', (path) => {
  test.each(CREDENTIALS)('with %s reads nothing', async (_, credentials) => {
    for (const type of CONTENT_TYPES) {
      const { request, taken } = endlessPost(path, { ...credentials, 'content-type': type })
      const { status } = await worker.fetch(request, env)
      expect([401, 403, 560]).toContain(status)
      expect(taken()).toBe(0)
    }
  })
})

test('a guess of the password is read no further than a few KB', async () => {
  const headers = { 'content-type': 'application/json' }
  const { request, taken } = endlessPost('/auth/password', headers)
  expect((await worker.fetch(request, env)).status).toBe(413)
  expect(taken()).toBeLessThan(20)
})

/** A body that never ends; `taken`: how many KB were read of it. */
function endlessPost(path: string, headers: Record<string, string>) {
  let taken = 0
  const pull = (body: ReadableStreamDefaultController<Uint8Array>) => {
    taken += 1
    body.enqueue(new Uint8Array(1024))
  }
  const body = new ReadableStream({ pull }, { highWaterMark: 0 })
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' }
  return { request: new Request(env.PUBLIC_URL + path, init), taken: () => taken }
}
