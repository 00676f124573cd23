import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '../../convex/_generated/api.js'
import { deletedCallerSchema } from '../../convex/model/api.ts'
import { operator } from './agents.ts'
import { Browser, refusal } from './browser.ts'
import { type Harness, hearOut, startHarness } from './harness.ts'

const PASSWORD = 'a password of operators'
let harness: Harness
let browser: Browser
beforeAll(async () => {
  harness = await startHarness({ vars: { OPERATOR_PASSWORD: PASSWORD } })
  browser = await new Browser(harness.url).signIn(PASSWORD)
})
afterAll(() => harness.close())

async function endedCall(from: string) {
  const number = await harness.newNumber()
  const call = harness.placeCall(number, { from })
  await hearOut(call)
  call.hangUp()
  await call.ended
  await harness.storedCall(call.callSid)
  return { callSid: call.callSid, form: { CallSid: call.callSid, From: from, To: number } }
}

test('a call that is deleted is gone from the store and from its object, and stays gone', async () => {
  const { callSid, form } = await endedCall('+12025550188')
  expect((await browser.delete(`/api/calls/${callSid}`)).status).toBe(204)
  expect((await browser.get(`/api/calls/${callSid}`)).status).toBe(404)
  // The object has no record that a late callback could bring back, and answers no second time.
  await harness.post('/twilio/status', { ...form, CallStatus: 'completed', CallDuration: '7' })
  expect((await harness.post('/twilio/resume', form)).body).toContain(
    '<Response><Hangup /></Response>',
  )
  expect((await harness.post('/twilio/voice', form)).body).not.toContain('<Stream')
  expect((await browser.get(`/api/calls/${callSid}`)).status).toBe(404)
  expect((await browser.delete(`/api/calls/${callSid}`)).status).toBe(204)
  const [entry] = await (await operator(harness.url, harness.owner)).query(api.deletion.audit, {})
  expect(entry).toMatchObject({ action: 'call_deleted', subject: '+12…88', calls: 1 })
  expect(JSON.stringify(entry)).not.toContain(callSid)
})

test('a caller is deleted with every call', async () => {
  const from = '+12025550187'
  const calls = [await endedCall(from), await endedCall(from)]
  const other = await endedCall('+12025550186')
  const answer = await browser.delete(`/api/callers/${encodeURIComponent(from)}`)
  expect(deletedCallerSchema.parse(await answer.json())).toEqual({ calls: 2 })
  for (const { callSid, form } of calls) {
    expect((await browser.get(`/api/calls/${callSid}`)).status).toBe(404)
    expect((await harness.post('/twilio/voice', form)).body).not.toContain('<Stream')
  }
  expect((await browser.get(`/api/calls/${other.callSid}`)).status).toBe(200)
})

test('what runs, is not there, or comes from another site’s page is refused', async () => {
  const from = '+12025550185'
  const call = harness.placeCall(await harness.newNumber(), { from })
  await hearOut(call)
  await harness.storedCall(call.callSid, () => true)
  const path = `/api/calls/${call.callSid}`
  expect((await refusal(await browser.delete(path)))[0]).toBe(409)
  expect((await refusal(await browser.delete(`/api/callers/${from}`)))[0]).toBe(409)
  expect((await refusal(await browser.delete(path, 'https://elsewhere.example')))[0]).toBe(403)
  expect((await refusal(await browser.delete('/api/calls/nothing')))[0]).toBe(404)
  expect((await refusal(await browser.delete('/api/callers/withheld')))[0]).toBe(400)
  call.hangUp()
  await call.ended
  expect((await harness.storedCall(call.callSid)).turns).not.toEqual([])
})
