/** Callers of every kind, those who are turned away, and those who are handed on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newSid } from '../simulators/twilio/sid.ts'
import { type Harness, hearOut, startHarness } from './harness.ts'
import { callForm } from './streamByHand.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ vars: { MAX_CONCURRENT_CALLS: '1' } })
})
afterAll(() => harness.close())

const ring = (to: string, from: string | null, callSid = newSid('CA')) => {
  const { From: _, ...form } = callForm(to, callSid)
  return harness.post('/twilio/voice', from === null ? form : { ...form, From: from })
}
const hangUp = (to: string, callSid: string) =>
  harness.post('/twilio/status', { ...callForm(to, callSid), CallStatus: 'completed' })

test('callers without a number are answered, and those who withhold it are nobody', async () => {
  const number = await harness.newNumber()
  for (const from of [null, '', 'Anonymous', '+266696687', 'sip:alice@example.test']) {
    const callSid = newSid('CA')
    const { status, body } = await ring(number, from, callSid)
    expect([from, status, body.includes('<Stream')]).toEqual([from, 200, true])
    await hangUp(number, callSid)
    const { call } = await harness.storedCall(callSid)
    expect(call.from).toBe(from?.startsWith('sip:') ? from : 'withheld')
  }
})

test('callers who are turned away are on the record', async () => {
  const number = await harness.newNumber()
  const first = harness.placeCall(number)
  await hearOut(first)
  const busy = newSid('CA')
  expect((await ring(number, '+12025550111', busy)).body).toContain('lines are busy')
  first.hangUp()
  expect((await harness.storedCall(busy)).call).toMatchObject({
    status: 'failed',
    endReason: 'lines_busy',
    from: '+12025550111',
  })

  const unset = newSid('CA')
  expect((await ring('+12025559999', '+12025550112', unset)).body).toContain('not configured')
  expect((await harness.storedCall(unset)).call).toMatchObject({
    status: 'failed',
    endReason: 'number_not_set',
    agentId: null,
  })
})

test('a late webhook of a call that is over takes no line', async () => {
  const number = await harness.newNumber()
  const call = harness.placeCall(number)
  await hearOut(call)
  call.hangUp()
  await harness.storedCall(call.callSid)
  expect((await ring(number, '+12025550113', call.callSid)).body).toContain('<Hangup')
  const next = newSid('CA')
  expect((await ring(number, '+12025550113', next)).body).toContain('<Stream')
  await hangUp(number, next)
  await harness.storedCall(next)
})

async function dialFor(from: string) {
  harness.model.nextConnection({ refuse: 401 })
  const number = await harness.newNumber({ fallbackNumber: '+12025550177', locale: 'de-DE' })
  const callSid = newSid('CA')
  await ring(number, from, callSid)
  await harness.storedCall(callSid)
  return {
    number,
    callSid,
    next: await harness.post('/twilio/resume', callForm(number, callSid)),
  }
}

describe('a call whose model cannot be had', () => {
  test('is handed on with the caller’s number', async () => {
    const { next } = await dialFor('+12025550114')
    expect(next.body).toMatch(/<Dial action="[^"]*\/twilio\/dialed"[^>]*>\+12025550177<\/Dial>/)
    expect(next.body).toContain('language="de-DE"')
  })

  test.each(['client:alice', 'sip:bob@example.test', '+266696687'])(
    'is handed on with our number when the caller is %s',
    async (from) => {
      const { number, next } = await dialFor(from)
      expect(next.body).toContain(`callerId="${number}"`)
    },
  )

  test('says so when nobody answers, and nothing when they had talked', async () => {
    const { number, callSid } = await dialFor('+12025550115')
    const after = async (DialCallStatus: string) =>
      (await harness.post('/twilio/dialed', { ...callForm(number, callSid), DialCallStatus })).body
    expect(await after('no-answer')).toMatch(/<Say language="de-DE"[^>]*>.+<\/Say><Hangup/)
    expect(await after('completed')).not.toContain('<Say')
  })
})
