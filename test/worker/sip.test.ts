/** Calls by OpenAI's SIP connector: their audio never comes here, and the call is ours all the same. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SipCall, SipPhone } from '../simulators/openai/index.ts'
import { callerSays, type Harness, startHarness } from './harness.ts'
import { eventually } from './storedCall.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ losable: true })
})
afterAll(() => harness.close())

interface Called {
  phone: SipPhone
  call: SipCall
}

/** Calls over a trunk, and waits until it is answered. */
async function dial(to: string, headers: { name: string; value: string }[] = []): Promise<Called> {
  const called = harness.model.sip.placeCall({ to, headers })
  expect(await called.call.decided).toBe(200)
  return called
}

test('S1: a call is known by the id that OpenAI gave it, and is none of the other API', async () => {
  const number = await harness.newNumber()
  const { phone, call } = await dial(number)
  await phone.heardOut()
  phone.hangUp()
  expect(call.callId).toMatch(/^rtc_/)
  const { call: record, turns } = await harness.storedCall(call.callId)
  expect(record).toMatchObject({
    callSid: call.callId,
    carrier: 'sip',
    from: '+12025550199',
    to: number,
    status: 'completed',
    endReason: 'caller_hung_up',
  })
  expect(turns).toMatchObject([{ role: 'agent', text: 'Hello.', heardText: 'Hello.' }])
  const live = harness.model.sip.webhooks.deliveries.filter(({ body }) => body.includes('"live.'))
  expect(live.map(({ status }) => status)).toContain(200)
})

test('S2: a call is accepted with voice, turns and transcription, and with no audio format', async () => {
  const number = await harness.newNumber()
  const { phone, call } = await dial(number)
  await phone.heardOut()
  phone.hangUp()
  expect(call.accepted).toMatchObject({
    type: 'realtime',
    model: 'gpt-realtime-2.1',
    audio: {
      input: {
        transcription: { model: expect.any(String) },
        turn_detection: { type: 'server_vad', create_response: true, interrupt_response: true },
      },
      output: { voice: 'marin' },
    },
  })
  expect(call.accepted?.audio?.input).not.toHaveProperty('format')
  expect(call.accepted?.audio?.output).not.toHaveProperty('format')
  expect(Math.max(...phone.heard)).toBeGreaterThan(1_000)
})
