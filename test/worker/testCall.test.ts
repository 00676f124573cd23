import { once } from 'node:events'
import { ConvexHttpClient } from 'convex/browser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { api } from '../../convex/_generated/api.js'
import { type LiveMessage, liveMessageSchema } from '../../convex/model/live.ts'
import { Browser, refusal } from './browser.ts'
import { type TestCall, testCallSchema } from '../../convex/model/api.ts'
import { BrowserPhone, openSocket } from './browserPhone.ts'
import { callerSays, type Harness, startHarness } from './harness.ts'
import { eventually } from './storedCall.ts'

const PASSWORD = 'correct horse battery staple'

let harness: Harness
let browser: Browser
let agentId: string
beforeAll(async () => {
  harness = await startHarness({ vars: { OPERATOR_PASSWORD: PASSWORD } })
  browser = await new Browser(harness.url).signIn(PASSWORD)
  agentId = await createAgent()
})
afterAll(() => harness.close())

/** Its id; by a token that the signed-in browser was given. */
async function createAgent(): Promise<string> {
  const { token } = z
    .object({ token: z.string() })
    .parse(await (await browser.post('/api/token')).json())
  const convex = new ConvexHttpClient(harness.url, {
    auth: token,
    skipConvexDeploymentUrlCheck: true,
    logger: false,
  })
  const agent = await convex.mutation(api.agents.create, {
    settings: {
      name: 'Reception',
      instructions: 'You are the receptionist.',
      voice: { greeting: { type: 'fixed', text: 'Hello.' } },
    },
  })
  expect(agent.updatedBy).toBe('Operator')
  return agent._id
}

async function ring(): Promise<TestCall> {
  const response = await browser.post('/api/test-calls', { agentId })
  expect(response.status).toBe(200)
  return testCallSchema.parse(await response.json())
}

async function pickUp(call: TestCall): Promise<BrowserPhone> {
  return new BrowserPhone(await openSocket(browser, call.streamPath), call)
}

test('an operator talks to an agent from the browser, and sees it live', async () => {
  const call = await ring()
  expect(call.callSid).toMatch(/^test_[0-9a-f]{32}$/)
  const phone = await pickUp(call)
  const watcher = await openSocket(browser, `/api/calls/${call.callSid}/live`)
  const seen: LiveMessage[] = []
  watcher.on('message', (data) => seen.push(liveMessageSchema.parse(JSON.parse(String(data)))))
  const watchingEnded = once(watcher, 'close')

  await eventually('audio of the greeting', () => phone.heardBytes > 1000 || null)
  phone.press('7')
  phone.say(callerSays('When do you open?'))
  const talked = await harness.storedCall(
    call.callSid,
    ({ turns }) => turns.filter(({ heardText }) => heardText !== '').length >= 3,
  )
  expect(talked.turns.slice(0, 3).map(({ role, heardText }) => [role, heardText])).toEqual([
    ['agent', 'Hello.'],
    ['caller', expect.stringContaining('seconds of speech')],
    ['agent', 'Yes.'],
  ])
  phone.hangUp()
  expect((await watchingEnded)[0]).toBe(1000)
  const { call: record, events } = await harness.storedCall(call.callSid)
  expect(record).toMatchObject({
    carrier: 'browser',
    status: 'completed',
    endReason: 'caller_hung_up',
    from: 'Operator',
    to: 'Reception',
    failure: null,
  })
  expect(events.filter(({ kind }) => kind === 'dtmf')).toHaveLength(1)
  expect(seen.some(({ type }) => type === 'words')).toBe(true)
  expect(await (await browser.get(`/api/calls/${call.callSid}`)).json()).toMatchObject({
    call: { callSid: call.callSid },
  })
}, 20_000)

test('an operator ends a call, once', async () => {
  const call = await ring()
  const phone = await pickUp(call)
  await eventually('audio of the greeting', () => phone.heardBytes > 1000 || null)
  const path = `/api/calls/${call.callSid}/end`
  expect((await browser.post(path)).status).toBe(204)
  expect(await phone.closed).toBe(1000)
  expect((await harness.storedCall(call.callSid)).call.endReason).toBe('operator_ended')
  expect(await refusal(await browser.post(path))).toEqual([409, 'This call is not running.'])
  await expect(openSocket(browser, `/api/calls/${call.callSid}/live`)).rejects.toThrow('404')
})

test('a page that goes away has hung up', async () => {
  const call = await ring()
  const phone = await pickUp(call)
  await eventually('audio of the greeting', () => phone.heardBytes > 1000 || null)
  phone.vanish()
  expect((await harness.storedCall(call.callSid)).call.endReason).toBe('caller_hung_up')
})

test('the stream needs the session, the own origin and the token, once', async () => {
  const call = await ring()
  await expect(openSocket(new Browser(harness.url), call.streamPath)).rejects.toThrow('401')
  const elsewhere = 'https://elsewhere.example'
  await expect(openSocket(browser, call.streamPath, elsewhere)).rejects.toThrow('403')
  await expect(openSocket(browser, `/api/calls/${call.callSid}/live`, elsewhere)).rejects.toThrow(
    '403',
  )
  const wrong = new BrowserPhone(await openSocket(browser, call.streamPath), {
    ...call,
    token: 'x',
  })
  expect(await wrong.closed).toBe(1008)
  const phone = await pickUp(call)
  await eventually('audio of the greeting', () => phone.heardBytes > 1000 || null)
  await expect(openSocket(browser, call.streamPath)).rejects.toThrow('403')
  phone.hangUp()
  await harness.storedCall(call.callSid)
})

test('an agent that is not there cannot be rung', async () => {
  expect((await browser.post('/api/test-calls', { agentId: 'nobody' })).status).toBe(404)
  expect((await browser.post('/api/test-calls', {})).status).toBe(400)
})
