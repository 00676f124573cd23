import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newSid } from '../simulators/twilio/sid.ts'
import type { CallOptions } from '../simulators/twilio/index.ts'
import { type Harness, hearOut, startHarness } from './harness.ts'
import { callForm, openedStream, ring } from './streamByHand.ts'
import { eventually } from './storedCall.ts'

let harness: Harness
beforeAll(async () => {
  // The price is not there when it is asked for the first time.
  harness = await startHarness({ pricing: { price: '-0.0085', afterRequests: 1 } })
})
afterAll(() => harness.close())

type Delivery = NonNullable<CallOptions['statusDelivery']>

const ALL_EVENTS = ['initiated', 'ringing', 'answered', 'completed'] as const

async function shortCall(statusDelivery: Delivery) {
  const number = await harness.newNumber()
  const call = harness.placeCall(number, { statusDelivery, statusEvents: ALL_EVENTS })
  await hearOut(call)
  call.hangUp()
  return { callSid: call.callSid, outcome: await call.ended }
}

function requestsFor(callSid: string): number {
  return harness.twilio.restRequests.filter(({ path }) => path.includes(callSid)).length
}

describe.concurrent('status callbacks', () => {
  test.each(['normal', 'reversed', 'twice'] as const)(
    'that come %s leave the right record, with Twilio’s duration',
    async (delivery) => {
      const { callSid, outcome } = await shortCall(delivery)
      const { call } = await harness.storedCall(
        callSid,
        (stored) => stored.call.carrierDurationSec !== null,
      )
      expect(call).toMatchObject({
        status: 'completed',
        endReason: 'caller_hung_up',
        carrierStatus: 'completed',
        carrierDurationSec: outcome.durationSec,
      })
    },
  )

  test('of another account’s call, as a simulated phone’s, Twilio is not asked', async () => {
    const form = { ...callForm(await harness.newNumber()), AccountSid: newSid('AC') }
    await harness.post('/twilio/voice', form)
    await harness.post('/twilio/status', { ...form, CallStatus: 'completed', CallDuration: '1' })
    await harness.storedCall(form.CallSid)
    const { callSid } = await shortCall('normal')
    await harness.storedCall(callSid, ({ call }) => call.cost.carrier !== null)
    expect(requestsFor(callSid)).toBeGreaterThan(0)
    expect(requestsFor(form.CallSid)).toBe(0)
  })

  test('that never come are made up for: Twilio is asked, for the price too, until it has one', async () => {
    const { callSid, outcome } = await shortCall('never')
    const { call: atOnce } = await harness.storedCall(callSid)
    expect(atOnce).toMatchObject({ status: 'completed', endReason: 'caller_hung_up' })
    const { call } = await harness.storedCall(
      callSid,
      (stored) => stored.call.cost.carrier !== null,
    )
    expect(call).toMatchObject({
      carrierStatus: 'completed',
      carrierDurationSec: outcome.durationSec,
    })
    expect(call.cost.carrier).toEqual({ amount: 0.0085, currency: 'USD' })
    expect(requestsFor(callSid)).toBe(2)
  })

  test('that the call is over ends one whose stream has not noticed', async () => {
    const number = await harness.newNumber()
    const { callSid, token } = await ring(harness, number)
    const stream = await openedStream(harness, callSid)
    stream.start(callSid, token)
    await eventually('audio', () => stream.audio[0])
    const form = { ...callForm(number, callSid), CallStatus: 'completed', CallDuration: '7' }
    expect((await harness.post('/twilio/status', form)).status).toBe(204)
    const { call } = await harness.storedCall(callSid)
    expect(call).toMatchObject({ endReason: 'caller_hung_up', carrierDurationSec: 7 })
    stream.socket.close()
  })

  test('that the caller hung up while it was ringing end the call too', async () => {
    const number = await harness.newNumber()
    const { callSid } = await ring(harness, number)
    const form = { ...callForm(number, callSid), CallStatus: 'no-answer', CallDuration: '0' }
    await harness.post('/twilio/status', form)
    const { call } = await harness.storedCall(callSid)
    expect(call).toMatchObject({ status: 'completed', answeredAt: null, durationSec: 0 })
  })

  test('of a call that is not known are taken and forgotten', async () => {
    const callSid = newSid('CA')
    const form = { ...callForm('+12025550001', callSid), CallStatus: 'completed' }
    expect((await harness.post('/twilio/status', form)).status).toBe(204)
  })

  test('without a status are refused, and named as such', async () => {
    const { CallSid } = callForm('+12025550001')
    expect((await harness.post('/twilio/status', { CallSid })).status).toBe(400)
  })
})

test('a webhook that Twilio repeats is one call', async () => {
  const number = await harness.newNumber()
  const form = callForm(number)
  const before = harness.model.handshakes
  await harness.post('/twilio/voice', form)
  const { body } = await harness.post('/twilio/voice', form)
  const stream = await openedStream(harness, form.CallSid)
  stream.start(form.CallSid, body.match(/value="([^"]+)"/)?.[1] ?? '')
  await eventually('audio', () => stream.audio[0])
  expect(harness.model.handshakes - before).toBe(1)
  stream.stop()
  expect((await harness.storedCall(form.CallSid)).call.status).toBe('completed')
})
