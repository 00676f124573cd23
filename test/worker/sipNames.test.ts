/** Calls by OpenAI's SIP connector as others reach them: by the id of their leg, and only so many at once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Browser } from './browser.ts'
import { type Harness, startHarness } from './harness.ts'
import { heard, legOf } from './sipLegs.ts'

const PASSWORD = 'a-long-enough-password'
const TOKEN = 'a-token-of-the-control-api'
let harness: Harness
beforeAll(async () => {
  const vars = { OPERATOR_PASSWORD: PASSWORD, CONTROL_API_TOKEN: TOKEN, MAX_CONCURRENT_CALLS: '1' }
  harness = await startHarness({ vars })
})
afterAll(() => harness.close())

/** A call that Twilio brings, and its leg at OpenAI, answered. */
async function answered() {
  const number = await harness.newNumber({}, [], { way: 'sip_dial' })
  const call = harness.placeCall(number)
  const leg = await legOf(harness, call.callSid)
  await heard(leg, 1)
  return { call, leg }
}

async function control(id: string, order: string, body?: object): Promise<number> {
  const response = await fetch(`${harness.url}/control/calls/${id}/${order}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  return response.status
}

test('a system of the deployer’s commands a call by its leg', async () => {
  const { call, leg } = await answered()
  expect(leg.callId).toMatch(/^rtc_/)
  expect(await control(leg.callId, 'say', { text: 'One moment.' })).toBe(202)
  expect(await control(leg.callId, 'hangup')).toBe(200)
  await call.ended
  const { call: record } = await harness.storedCall(call.callSid)
  expect(record.endReason).toBe('operator_ended')
})

test('the dashboard reads and ends one so, and a call of a trunk by the same id', async () => {
  const { call, leg } = await answered()
  const browser = await new Browser(harness.url).signIn(PASSWORD)
  const read = await browser.get(`/api/calls/${leg.callId}`)
  expect(await read.json()).toMatchObject({ call: { callSid: call.callSid } })
  expect((await browser.post(`/api/calls/${leg.callId}/end`, {})).status).toBe(204)
  await call.ended
  await harness.storedCall(call.callSid)

  const { call: own } = harness.model.sip.placeCall({ to: await harness.newNumber() })
  expect(await own.decided).toBe(200)
  expect(await control(own.callId, 'hangup')).toBe(200)
  await own.ended
  expect(await control('rtc_nobody', 'hangup')).toBe(404)
  await harness.storedCall(own.callId)
})

test('with all lines taken a call is busy, and the record says so; then the next is answered', async () => {
  const number = await harness.newNumber()
  const first = harness.model.sip.placeCall({ to: number })
  expect(await first.call.decided).toBe(200)
  const second = harness.model.sip.placeCall({ to: number })
  expect(await second.call.decided).toBe(486)
  const { call: turnedAway } = await harness.storedCall(second.call.callId)
  expect(turnedAway).toMatchObject({ status: 'failed', endReason: 'lines_busy' })
  first.phone.hangUp()
  await harness.storedCall(first.call.callId)
  const third = harness.model.sip.placeCall({ to: number })
  expect(await third.call.decided).toBe(200)
  third.phone.hangUp()
  await harness.storedCall(third.call.callId)
})
