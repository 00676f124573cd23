import { ConvexHttpClient } from 'convex/browser'
import { ConvexError } from 'convex/values'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodeJwt, SignJWT } from 'jose'
import { api } from '../../convex/_generated/api.js'
import { version } from '../../package.json'
import { type SettingsAnswer, settingsAnswerSchema, tokenSchema } from '../../convex/model/api.ts'
import { developerToken } from '../local/developerToken.ts'
import { newPrivateKey, signingKey } from '../../worker/lib/es256.ts'
import { startLocalWorker } from '../local/worker.ts'
import type { RunningWorker } from '../local/workerd.ts'
import { type OpenAiSimulator, startOpenAi } from '../simulators/openai/index.ts'
import { startTwilio, type TwilioSimulator } from '../simulators/twilio/index.ts'
import { Browser, refusal } from './browser.ts'

const PUBLIC_URL = 'https://calls.example.com'
const OURS = '+12025550100'
const FREE = '+12025550101'
const NOBODYS = '+12025550199'
/** Twilio finds it, too, when it is asked for the number that it begins with. */
const LONGER = `${OURS}7`
const SECRETS = {
  OPERATOR_PASSWORD: 'secret password of operators',
  TWILIO_AUTH_TOKEN: 'secret-auth-token',
  OPENAI_API_KEY: 'sk-secret-key',
  AUTH_PRIVATE_KEY: await newPrivateKey(),
}

let openai: OpenAiSimulator
let twilio: TwilioSimulator
let worker: RunningWorker
let operator: Browser
beforeAll(async () => {
  openai = await startOpenAi({ apiKey: SECRETS.OPENAI_API_KEY, light: true })
  twilio = await startTwilio({
    authToken: SECRETS.TWILIO_AUTH_TOKEN,
    publicUrl: PUBLIC_URL,
    numbers: [LONGER, OURS, FREE],
  })
  worker = await startWorker({ TWILIO_ACCOUNT_SID: twilio.accountSid })
  operator = await new Browser(worker.url).signIn(SECRETS.OPERATOR_PASSWORD)
})
afterAll(async () => {
  await worker.stop()
  await twilio.close()
  await openai.close()
})

function startWorker(vars: Record<string, string>): Promise<RunningWorker> {
  const usual = {
    ...SECRETS,
    PUBLIC_URL,
    OPENAI_BASE_URL: openai.url,
    TWILIO_BASE_URL: twilio.restUrl.replace('//', '//someone:login@'),
  }
  return startLocalWorker({
    port: 0,
    stateDir: null,
    vars: { ...usual, ...vars },
  })
}

function client(auth?: string): ConvexHttpClient {
  return new ConvexHttpClient(worker.url, {
    skipConvexDeploymentUrlCheck: true,
    logger: false,
    ...(auth ? { auth } : {}),
  })
}

/** Where Twilio sends the number's calls, as the Worker tells it. */
async function stateOf(phoneNumber: string): Promise<unknown> {
  return (await operator.get(`/api/numbers/${phoneNumber}/webhook`)).json()
}

const SID = `test_${'0'.repeat(32)}`
/** Every route, and who may use it beside an operator. */
const ROUTES: [
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  developer: 'too' | 'only' | 'no',
][] = [
  ['GET', '/api/session', 'no'],
  ['POST', '/api/token', 'no'],
  ['GET', '/api/settings', 'no'],
  ['GET', '/api/settings/webhooks', 'no'],
  ['GET', `/api/numbers/${OURS}/webhook`, 'no'],
  ['POST', `/api/numbers/${NOBODYS}/webhook`, 'no'],
  ['POST', '/api/test-calls', 'no'],
  ['GET', `/api/calls/${SID}`, 'too'],
  ['GET', `/api/calls/${SID}/live`, 'too'],
  ['POST', `/api/calls/${SID}/end`, 'no'],
  ['DELETE', `/api/calls/${SID}`, 'no'],
  ['DELETE', `/api/callers/${NOBODYS}`, 'no'],
  ['POST', '/api/setup', 'only'],
  ['GET', '/api/data', 'only'],
  ['GET', '/api/data/agents', 'only'],
]

/** Signed as it should be, for a day. */
function longLived(): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience('switchboard')
    .setIssuedAt(Math.floor(Date.now() / 1000) - 3_600)
    .setExpirationTime('1 day')
    .sign(new TextEncoder().encode(SECRETS.TWILIO_AUTH_TOKEN))
}

describe('every route asks for its role', () => {
  test.each(ROUTES)('%s %s', async (method, path, developer) => {
    const send = async (headers: Record<string, string>) =>
      (await fetch(worker.url + path, { method, headers })).status
    const bearer = { authorization: `Bearer ${await developerToken(SECRETS.TWILIO_AUTH_TOKEN)}` }
    const forged = { authorization: `Bearer ${await developerToken('another token')}` }
    expect(await send({})).toBe(401)
    expect(await send(forged)).toBe(401)
    expect(await send({ authorization: `Bearer ${await longLived()}` })).toBe(401)
    expect(await send({ cookie: 'switchboard_session=x' })).toBe(401)
    expect((await send(bearer)) === 401).toBe(developer === 'no')
    expect((await send(operator.headers)) === 401).toBe(developer === 'only')
  })

  test('functions do as well, and take the token of a session', async () => {
    const before = Date.now()
    const answer = await (await operator.post('/api/token')).json()
    const { token, expiresAt } = tokenSchema.parse(answer)
    expect(await client(token).query(api.agents.list, {})).toEqual([])
    expect(expiresAt).toBeGreaterThanOrEqual(before + 600_000)
    expect(expiresAt).toBeLessThanOrEqual(Date.now() + 600_000)
    await expect(client().query(api.agents.list, {})).rejects.toThrow(ConvexError)
    const session = operator.cookie?.split('=')[1]
    await expect(client(session).query(api.agents.list, {})).rejects.toThrow('InvalidAuthHeader')
  })

  test('a simulated phone’s token does not count as set', async () => {
    const simulated = await startWorker({ SIMULATED_PHONE: 'true' })
    const browser = await new Browser(simulated.url).signIn(SECRETS.OPERATOR_PASSWORD)
    const { settings } = (await settingsOf(browser)).page
    const token = settings.find(({ name }) => name === 'TWILIO_AUTH_TOKEN')
    expect(token).toMatchObject({ configured: false })
    await simulated.stop()
  })

  test('what is not there is said to be not there', async () => {
    expect(await refusal(await operator.get('/api/nothing'))).toEqual([
      404,
      'There is no such route.',
    ])
  })
})

test('a session that is used grows longer, and its cookie with it', async () => {
  const browser = await new Browser(worker.url).signIn(SECRETS.OPERATOR_PASSWORD)
  expect((await browser.get('/api/session')).headers.get('set-cookie')).toBeNull()
  const { jti = '', sub = '', exp = 0, name } = decodeJwt(browser.cookie?.split('=')[1] ?? '')
  const { privateKey } = await signingKey(SECRETS.AUTH_PRIVATE_KEY)
  const older = await new SignJWT({ name })
    .setProtectedHeader({ alg: 'ES256' })
    .setAudience('switchboard-session')
    .setJti(jti)
    .setSubject(sub)
    .setExpirationTime(exp - 600)
    .sign(privateKey)
  browser.cookie = `switchboard_session=${older}`
  expect((await browser.get('/api/session')).status).toBe(200)
  expect(decodeJwt(browser.cookie?.split('=')[1] ?? '').exp).toBe(exp)
})

async function settingsOf(browser: Browser) {
  const text = await (await browser.get('/api/settings')).text()
  return { text, page: settingsAnswerSchema.parse(JSON.parse(text)) }
}

const statesOf = ({ vendors }: SettingsAnswer) =>
  Object.fromEntries(vendors.map(({ name, state }) => [name, state]))

describe('settings', () => {
  test('tell the addresses for Twilio by themselves, too', async () => {
    const { webhookUrl, statusUrl, fallbackUrl } = (await settingsOf(operator)).page
    const addresses: unknown = await (await operator.get('/api/settings/webhooks')).json()
    expect(addresses).toEqual({ webhookUrl, statusUrl, fallbackUrl })
  })

  test('tell what is configured, and no secret', async () => {
    const { text, page } = await settingsOf(operator)
    for (const secret of Object.values(SECRETS)) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(JSON.stringify(secret).slice(1, -1))
    }
    expect(text).not.toContain('someone:login')
    const byName = new Map(page.settings.map((setting) => [setting.name, setting]))
    expect(byName.get('OPENAI_API_KEY')).toMatchObject({ configured: true, secret: true })
    expect(byName.get('OPENAI_API_KEY')?.value).toBeUndefined()
    expect(byName.get('PUBLIC_URL')).toMatchObject({ configured: true, value: PUBLIC_URL })
    expect(byName.get('CONVEX_URL')).toMatchObject({ configured: false, secret: false })
    expect(byName.get('MAX_CONCURRENT_CALLS')).toMatchObject({ configured: false, value: '200' })
    expect(page).toMatchObject({
      publicUrl: PUBLIC_URL,
      webhookUrl: `${PUBLIC_URL}/twilio/voice`,
      statusUrl: `${PUBLIC_URL}/twilio/status`,
      fallbackUrl: `${PUBLIC_URL}/twilio/fallback`,
      problems: [],
    })
  })

  test('and the health tell the release that runs', async () => {
    const health = await (await fetch(`${worker.url}/health`)).json()
    expect(health).toEqual({ status: 'ok', sessions: 0, version })
    expect((await settingsOf(operator)).page.version).toBe(version)
  })

  test('say whether each vendor answers, and which models end when', async () => {
    const { page } = await settingsOf(operator)
    expect(statesOf(page)).toEqual({
      openai: 'ok',
      elevenlabs: 'missing',
      twilio: 'ok',
      convex: 'ok',
    })
    expect(page.models).toContainEqual({ model: 'gpt-realtime', shutdownDate: '2027-01-20' })
    expect(page.models).toContainEqual({ model: 'gpt-realtime-2.1', shutdownDate: null })
    twilio.failRest(() => ({ status: 503 }))
    expect(statesOf((await settingsOf(operator)).page)).toMatchObject({ twilio: 'failing' })
    // Nobody waits for this: the test would end before the answer comes.
    twilio.failRest(() => ({ delayMs: 600_000 }))
    expect(statesOf((await settingsOf(operator)).page)).toMatchObject({ twilio: 'failing' })
    twilio.failRest(null)
  })

  test('tell missing and wrong ones apart from those that work', async () => {
    const bare = await startWorker({
      OPENAI_API_KEY: 'sk-wrong-key',
      TWILIO_ACCOUNT_SID: 'nonsense',
      PUBLIC_URL: '',
      CONVEX_URL: 'http://127.0.0.1:9',
    })
    const browser = await new Browser(bare.url).signIn(SECRETS.OPERATOR_PASSWORD)
    const { text, page } = await settingsOf(browser)
    expect(statesOf(page)).toEqual({
      openai: 'failing',
      elevenlabs: 'missing',
      twilio: 'missing',
      convex: 'failing',
    })
    expect(text).not.toContain('sk-wrong-key')
    expect(page.problems).toContainEqual(expect.stringContaining('TWILIO_ACCOUNT_SID'))
    expect(page.problems).toContainEqual(expect.stringContaining('PUBLIC_URL'))
    expect(page.publicUrl).toBe(bare.url)
    const webhook = await (await browser.get(`/api/numbers/${OURS}/webhook`)).json()
    expect(webhook).toMatchObject({ state: 'unknown', currentUrl: null })
    expect((await browser.post(`/api/numbers/${OURS}/webhook`)).status).toBe(409)
    // With a Convex deployment, the Worker keeps no data to be asked for.
    expect((await browser.post('/api/query', {})).status).toBe(404)
    const home = await browser.get('/')
    expect(home.headers.get('content-security-policy')).toContain(
      'http://127.0.0.1:9 ws://127.0.0.1:9;',
    )
    await bare.stop()
  })
})

describe('a number’s webhook', () => {
  test('is checked, and set with one request', async () => {
    expect(await stateOf(OURS)).toMatchObject({ state: 'other', currentUrl: null })
    const set = await operator.post(`/api/numbers/${OURS}/webhook`)
    expect(set.status).toBe(200)
    const ours = { state: 'ours', currentUrl: `${PUBLIC_URL}/twilio/voice` }
    expect(await set.json()).toMatchObject(ours)
    expect(await stateOf(OURS)).toMatchObject(ours)
    expect(twilio.numbers.find(({ phoneNumber }) => phoneNumber === OURS)).toMatchObject({
      voiceUrl: `${PUBLIC_URL}/twilio/voice`,
      voiceMethod: 'POST',
      voiceFallbackUrl: `${PUBLIC_URL}/twilio/fallback`,
      statusCallback: `${PUBLIC_URL}/twilio/status`,
      statusCallbackMethod: 'POST',
    })
    const others = twilio.numbers.filter(({ phoneNumber }) => phoneNumber !== OURS)
    expect(others.map(({ voiceUrl }) => voiceUrl)).toEqual(['', ''])
  })

  test('that leads elsewhere, or a number of nobody’s, is told so', async () => {
    const number = twilio.numbers.find(({ phoneNumber }) => phoneNumber === FREE)
    if (number) number.voiceUrl = 'https://demo.twilio.com/welcome/voice/'
    expect(await stateOf(FREE)).toMatchObject({
      state: 'other',
      currentUrl: 'https://demo.twilio.com/welcome/voice/',
    })
    expect(await stateOf(NOBODYS)).toMatchObject({ state: 'not_found', currentUrl: null })
    expect((await operator.post(`/api/numbers/${NOBODYS}/webhook`)).status).toBe(409)
    expect((await operator.get('/api/numbers/12025550100/webhook')).status).toBe(400)
  })

  test('cannot be told or set when Twilio refuses', async () => {
    twilio.failRest(() => ({ status: 403 }))
    expect(await stateOf(OURS)).toMatchObject({ state: 'unknown', currentUrl: null })
    const [status, sentence] = await refusal(await operator.post(`/api/numbers/${OURS}/webhook`))
    expect(status).toBe(409)
    expect(sentence).toContain('A fault was asked for.')
    twilio.failRest(null)
  })
})
