/** Calls that are commanded from outside: ours by their objects, others by an older control service. */
import { once } from 'node:events'
import { request } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '../../convex/_generated/api.js'
import { refusalSchema } from '../../convex/model/api.ts'
import { freePort } from '../local/port.ts'
import { startLocalWorker } from '../local/worker.ts'
import type { RunningWorker } from '../local/workerd.ts'
import { newSid } from '../simulators/twilio/sid.ts'
import { type AgentParts, operator } from './agents.ts'
import { Browser, refusal } from './browser.ts'
import { answers, type FakeControlService, says, startControlService } from './controlService.ts'
import { type Harness, hearOut, PUBLIC_URL, startHarness } from './harness.ts'
import { eventually } from './storedCall.ts'

const PASSWORD = 'a password of operators'
const TOKEN = 'a-token-of-a-system-of-ours'
const ACCESS_ID = 'a-client-of-access.access'
const ACCESS_SECRET = 'a-secret-of-a-client-of-access'
const SECRETS = [TOKEN, ACCESS_ID, ACCESS_SECRET]
const FROM = '+12025550188'
const DESK: NonNullable<AgentParts['tools']> = {
  destinations: [{ name: 'Front desk', target: { kind: 'phone', phoneNumber: '+12025550142' } }],
}

let service: FakeControlService
let harness: Harness
let browser: Browser
/** What other Workers have logged. */
const logged: string[] = []
/** Every answer, to be searched for secrets. */
const seen: string[] = []
beforeAll(async () => {
  service = await startControlService()
  const vars = {
    OPERATOR_PASSWORD: PASSWORD,
    CONTROL_API_TOKEN: TOKEN,
    CONTROL_API_BASE_URL: service.url,
    CONTROL_API_TIMEOUT_MS: '1000',
    CONTROL_API_ACCESS_CLIENT_ID: ACCESS_ID,
    CONTROL_API_ACCESS_CLIENT_SECRET: ACCESS_SECRET,
  }
  harness = await startHarness({ vars })
  browser = await new Browser(harness.url).signIn(PASSWORD)
})
afterAll(async () => {
  await harness.close()
  await service.close()
})

interface Asked {
  at?: string
  method?: string
  headers?: Record<string, string>
  body?: string
}
interface Answered {
  status: number
  headers: Headers
  text: string
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** An order, with the token unless `headers` says otherwise. */
async function order(path: string, asked: Asked = {}): Promise<Answered> {
  const { at = harness.url, method = 'POST', headers = bearer(TOKEN), body } = asked
  const init = {
    method,
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  } as const
  const response = await fetch(`${at}/control/calls/${path}`, init)
  const text = await response.text()
  seen.push(text, JSON.stringify([...response.headers]))
  return { status: response.status, headers: response.headers, text }
}

/** An order from this client. */
const from = (client: string, token: string) =>
  order(`${newSid('CA')}/hangup`, { headers: { 'cf-connecting-ip': client, ...bearer(token) } })

/** The client has come to this host, which led here. */
async function orderAs(host: string, id: string): Promise<number> {
  const headers = { ...bearer(TOKEN), host }
  const asked = request(`${harness.url}/control/calls/${id}/hangup`, { method: 'POST', headers })
  const [response] = await once(asked.end(), 'response')
  await textOf(response)
  return response.statusCode
}

const sentenceOf = ({ text }: Answered): string => refusalSchema.parse(JSON.parse(text)).error

async function runningCall(tools: AgentParts['tools'] = DESK) {
  const call = harness.placeCall(await harness.newNumber({}, [], { tools }), { from: FROM })
  await hearOut(call)
  return call
}

async function audit() {
  const entries = await (await operator(harness.url, harness.owner)).query(api.deletion.audit, {})
  return entries.map(({ by, action, subject }) => ({ by, action, subject }))
}

const noted = (by: string, action: string) =>
  eventually(`a line that ${by} did ${action}`, async () =>
    (await audit()).find((line) => line.by === by && line.action === action),
  )

describe('a call of ours', () => {
  test('is ended, once, and the audit says by whom', async () => {
    const call = await runningCall()
    const ended = await order(`${call.callSid}/hangup`)
    expect([ended.status, JSON.parse(ended.text)]).toEqual([200, { status: 'ended' }])
    await call.ended
    expect((await harness.storedCall(call.callSid)).call.endReason).toBe('operator_ended')
    const again = await order(`${call.callSid}/hangup`)
    expect([again.status, sentenceOf(again)]).toEqual([409, 'This call is not running.'])
    for (const body of ['{"text":"Hello."}', '{"destination":"Front desk"}']) {
      const path = `${call.callSid}/${body.includes('text') ? 'say' : 'transfer'}`
      expect((await order(path, { body })).status).toBe(409)
    }
    const line = await noted('control', 'call_ended')
    expect(line.subject).toBe('+12…88')
    expect(JSON.stringify(await audit())).not.toContain(FROM)
    expect(service.about(call.callSid)).toEqual([])
  })

  test('says and is put through as asked', async () => {
    const call = await runningCall()
    const said = await order(`${call.callSid}/say`, { body: '{"text":" One moment. "}' })
    expect([said.status, JSON.parse(said.text)]).toEqual([202, { status: 'saying' }])
    await noted('control', 'call_said')
    const moved = await order(`${call.callSid}/transfer`, { body: '{"destination":"Front desk"}' })
    expect([moved.status, JSON.parse(moved.text)]).toEqual([202, { status: 'transferring' }])
    await noted('control', 'call_transferred')
    expect(service.about(call.callSid)).toEqual([])
    call.hangUp()
    await call.ended
  })

  test('is put through to a destination of its agent’s alone, and to no number', async () => {
    const call = await runningCall()
    const path = `${call.callSid}/transfer`
    const other = await order(path, { body: '{"destination":"Back office"}' })
    expect([other.status, sentenceOf(other)]).toEqual([
      400,
      'The agent has no destination of this name. It has “Front desk”.',
    ])
    const number = await order(path, { body: '{"phoneNumber":"+12025550143"}' })
    expect([number.status, sentenceOf(number)]).toEqual([
      403,
      'Only destinations of the agent’s can be reached: CONTROL_API_NUMBERS is not true.',
    ])
    call.hangUp()
    await call.ended
  })

  test('is not told to say what cannot be said', async () => {
    const call = await runningCall()
    const wrong: [body: string, status: number][] = [
      ['{', 400],
      ['[]', 400],
      ['"text"', 400],
      ['', 400],
      ['{}', 400],
      ['{"text":" "}', 400],
      ['{"text":"Hi.","loud":true}', 400],
      [`{"text":"${'x'.repeat(1001)}"}`, 400],
      [`${'['.repeat(65)}${']'.repeat(65)}`, 400],
      [`{"text":"${'x'.repeat(16 * 1024)}"}`, 413],
    ]
    for (const [body, status] of wrong) {
      const answer = await order(`${call.callSid}/say`, { body })
      expect(answer.status, body).toBe(status)
      expect(sentenceOf(answer)).not.toBe('')
    }
    call.hangUp()
    await call.ended
  })

  test('that an operator ends is in the audit, too', async () => {
    const call = await runningCall()
    const moved = await browser.post(`/api/calls/${call.callSid}/transfer`, {})
    expect(moved.status).toBe(202)
    expect((await browser.post(`/api/calls/${call.callSid}/end`)).status).toBe(204)
    await call.ended
    await noted('Operator', 'call_transferred')
    await noted('Operator', 'call_ended')
  })
})

test('orders come by POST alone, and there are three', async () => {
  const path = `${newSid('CA')}/hangup`
  for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
    const answer = await order(path, { method })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
  }
  expect((await order(`${newSid('CA')}/dance`)).status).toBe(404)
  expect(service.received.some(({ path: at }) => at.includes('dance'))).toBe(false)
})

describe('credentials', () => {
  const PLAIN: [what: string, headers: () => Record<string, string>][] = [
    ['none', () => ({})],
    ['an empty one', () => ({ authorization: '' })],
    ['an empty token', () => bearer('')],
    ['the token by another scheme', () => ({ authorization: `Basic ${btoa(`x:${TOKEN}`)}` })],
    ['the bare token', () => ({ authorization: TOKEN })],
    ['the token in another header', () => ({ 'x-api-key': TOKEN })],
    ['the cookie of an operator', () => browser.headers],
    ['the token as a cookie', () => ({ cookie: `switchboard_session=${TOKEN}` })],
    ['two tokens', () => bearer(`${TOKEN} ${TOKEN}`)],
  ]
  const GUESSES: typeof PLAIN = [
    ['a wrong token', () => bearer('a-token-of-a-system-of-yours')],
    ['the beginning of the token', () => bearer(TOKEN.slice(0, -1))],
    ['the token and more', () => bearer(`${TOKEN}x`)],
    ['the operators’ cookie as a token', () => bearer(browser.cookie?.split('=')[1] ?? '')],
    ['the password', () => bearer(encodeURIComponent(PASSWORD))],
    ['the token in capitals', () => bearer(TOKEN.toUpperCase())],
  ]

  test.each([...PLAIN, ...GUESSES])('%s: 401', async (what, headers) => {
    const client = { 'cf-connecting-ip': `192.0.2.${what.length}` }
    const id = newSid('CA')
    const answer = await order(`${id}/hangup`, { headers: { ...client, ...headers() } })
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect(service.about(id)).toEqual([])
  })

  test('who guesses has to wait, with the right token, too, and nobody else', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 10 }, (_, n) => from('198.51.100.1', `guess-${n}`)),
    )
    expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([401]))
    for (const token of ['guess', TOKEN]) {
      const late = await from('198.51.100.1', token)
      expect(late.status).toBe(429)
      expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect((await from('198.51.100.2', TOKEN)).status).toBe(200)
    // An operator at the same address may sign in.
    const neighbour = new Browser(harness.url, { 'cf-connecting-ip': '198.51.100.1' })
    await neighbour.signIn(PASSWORD)
  })

  test('the scheme may be written in small letters', async () => {
    const headers = { authorization: `bearer ${TOKEN}` }
    expect((await order(`${newSid('CA')}/hangup`, { headers })).status).toBe(200)
  })
})

describe('a call that is not ours', () => {
  test('is commanded by the older service, which is told what came and no more', async () => {
    const id = 'rtc_u0_9c6574da8b8a41a18da9308f4ad974ce'
    service.of(id, answers(202, { transferred: true }))
    const body = '{"destination":"Front desk","note":1}'
    const headers = { ...bearer(TOKEN), ...browser.headers, 'x-secret': 'mine' }
    const answer = await order(`${id}/transfer`, { body, headers })
    expect([answer.status, JSON.parse(answer.text)]).toEqual([202, { transferred: true }])
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const [sent, ...more] = service.about(id)
    expect(more).toEqual([])
    expect(sent).toMatchObject({
      method: 'POST',
      path: `/control/calls/${id}/transfer`,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'cf-access-client-id': ACCESS_ID,
        'cf-access-client-secret': ACCESS_SECRET,
        'content-type': 'application/json',
        'switchboard-forwarded': '1',
      },
      body,
    })
    expect(JSON.stringify(sent?.headers)).not.toMatch(/switchboard_session|x-secret|cookie/)
  })

  test('nothing is sent where nothing came', async () => {
    const id = newSid('CA')
    expect((await order(`${id}/hangup`)).status).toBe(200)
    expect(service.about(id)).toMatchObject([{ path: `/control/calls/${id}/hangup`, body: '' }])
    expect(service.about(id)[0]?.headers['content-type']).toBeUndefined()
  })

  test('is commanded there by operators alike', async () => {
    const id = newSid('CA')
    expect((await browser.post(`/api/calls/${id}/end`)).status).toBe(200)
    const body = { destination: 'Front desk' }
    expect((await browser.post(`/api/calls/${id}/transfer`, body)).status).toBe(200)
    expect(service.about(id).map((sent) => [sent.path, sent.body])).toEqual([
      [`/control/calls/${id}/hangup`, ''],
      [`/control/calls/${id}/transfer`, JSON.stringify(body)],
    ])
    service.of(id, answers(401, { error: 'No.' }))
    expect(await refusal(await browser.post(`/api/calls/${id}/end`))).toEqual([
      502,
      'The control service refuses CONTROL_API_TOKEN.',
    ])
  })

  test.each([
    ['JSON', answers(404, { error: 'Call not found' }), 404, '{"error":"Call not found"}'],
    ['text', says(503, 'text/plain', 'busy'), 503, 'busy'],
    ['a page', says(500, 'text/html', '<script>alert(1)</script>'), 500, ''],
    ['no JSON', says(200, 'application/json', '{'), 200, '{'],
    ['nothing', says(204, 'text/plain', ''), 204, ''],
  ])('%s comes back as it may', async (what, answer, status, text) => {
    const id = `rtc_${what.replaceAll(' ', '_')}`
    service.of(id, answer)
    const got = await order(`${id}/hangup`)
    expect([got.status, got.text]).toEqual([status, text])
    expect(got.headers.get('content-type') ?? '').not.toContain('html')
  })

  test('an answer that quotes our secrets comes back without them', async () => {
    service.of('rtc_echo', (response, { headers }) => answers(200, headers)(response, dummy))
    const answer = await order('rtc_echo/hangup')
    expect(JSON.parse(answer.text)).toMatchObject({ authorization: 'Bearer …' })
    for (const secret of SECRETS) expect(answer.text).not.toContain(secret)
  })

  const dummy = { method: '', path: '', headers: {}, body: '' }
  const half = 'x'.repeat(1000)
  const TROUBLE: [what: string, Parameters<FakeControlService['of']>[1], number, string][] = [
    [
      'redirects',
      (r) => void r.writeHead(307, { location: `${PUBLIC_URL}/` }).end(),
      502,
      'redirect',
    ],
    [
      'sends_too_much',
      says(200, 'text/plain', 'x'.repeat(65 * 1024)),
      502,
      'more than 65,536 bytes',
    ],
    ['hangs_up', (r) => void r.socket?.destroy(), 502, 'cannot be reached'],
    [
      'breaks_off',
      (r) => {
        r.writeHead(200, { 'content-type': 'text/plain', 'content-length': '2000' })
        r.write(half, () => r.socket?.destroy())
      },
      502,
      'broke off',
    ],
    ['says_nothing', () => {}, 504, 'within 1 s'],
    [
      'stalls',
      (r) => void r.writeHead(200, { 'content-type': 'text/plain' }).write(half),
      504,
      'within 1 s',
    ],
  ]
  test.each(TROUBLE)(
    'a service that %s is told of in a sentence',
    async (what, answer, status, why) => {
      service.of(`rtc_${what}`, answer)
      const got = await order(`rtc_${what}/hangup`)
      expect(got.status).toBe(status)
      expect(sentenceOf(got)).toContain(why)
      expect(service.about(`rtc_${what}`)).toHaveLength(1)
    },
  )

  test.each(['..%2f..%2fadmin', 'a%2fb', 'a%3fb', 'a%23b', 'a.b', `${'a'.repeat(129)}`, '%2e%2e'])(
    'no address is made of the id %.20s',
    async (id) => {
      const before = service.received.length
      const { status } = await order(`${id}/hangup`)
      expect(status).toBe(404)
      expect(service.received).toHaveLength(before)
    },
  )

  test('is passed on once, and never back to where it came from', async () => {
    const id = newSid('CA')
    const again = await order(`${id}/hangup`, {
      headers: { ...bearer(TOKEN), 'switchboard-forwarded': '1' },
    })
    expect(again.status).toBe(508)
    // Whatever name the client knows this Worker by.
    const { host } = new URL(service.url)
    expect(await orderAs(host, id)).toBe(508)
    expect(service.about(id)).toEqual([])
  })
})

describe('another Worker', () => {
  const started: RunningWorker[] = []
  afterAll(() => Promise.all(started.map((worker) => worker.stop())))

  async function startWorker(vars: Record<string, string>): Promise<string> {
    const worker = await startLocalWorker({
      port: 0,
      stateDir: null,
      onLog: ({ message }) => void logged.push(message),
      vars: { PUBLIC_URL, ...vars },
    })
    started.push(worker)
    return worker.url
  }

  test('without a token is shut, also for what is empty', async () => {
    const at = await startWorker({ CONTROL_API_BASE_URL: service.url })
    const id = newSid('CA')
    for (const headers of [{}, bearer(''), bearer('undefined'), bearer('null'), bearer(TOKEN)]) {
      const answer = await order(`${id}/hangup`, { at, headers })
      expect(answer.status).toBe(503)
      expect(sentenceOf(answer)).toContain('CONTROL_API_TOKEN is not set')
    }
    expect(service.about(id)).toEqual([])
  })

  test('without an older service knows its own calls alone', async () => {
    const at = await startWorker({ CONTROL_API_TOKEN: TOKEN })
    for (const id of [newSid('CA'), `test_${'0'.repeat(32)}`, 'rtc_1', 'nonsense']) {
      const answer = await order(`${id}/hangup`, { at })
      expect([answer.status, sentenceOf(answer)]).toEqual([404, 'There is no such call.'])
    }
  })

  test('says that the older service is not there', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`
    const access = {
      CONTROL_API_ACCESS_CLIENT_ID: ACCESS_ID,
      CONTROL_API_ACCESS_CLIENT_SECRET: ACCESS_SECRET,
    }
    const vars = { CONTROL_API_TOKEN: TOKEN, CONTROL_API_BASE_URL: nowhere, ...access }
    const at = await startWorker(vars)
    const answer = await order(`${newSid('CA')}/hangup`, { at })
    expect([answer.status, sentenceOf(answer)]).toEqual([
      502,
      'The control service cannot be reached.',
    ])
    expect(logged.join('\n')).toContain('The control service cannot be reached.')
  })

  test('does not take itself for the older service', async () => {
    const vars = { CONTROL_API_TOKEN: TOKEN, CONTROL_API_BASE_URL: `${PUBLIC_URL}./older` }
    const answer = await order(`${newSid('CA')}/hangup`, { at: await startWorker(vars) })
    expect(answer.status).toBe(508)
  })
})

// The last of the file: it looks at what all of them have seen.
test('no secret is in any answer, or in any line of the log', () => {
  const all = [...logged, ...harness.log.map(({ message }) => message), ...seen].join('\n')
  expect(all).toContain('An order was not passed on')
  expect(all).toContain('The control service cannot be reached.')
  for (const secret of SECRETS) expect(all).not.toContain(secret)
})
