/** Calls that nobody ends: their object was lost, their alarm too, and nobody asks what comes next. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newSid } from '../simulators/twilio/sid.ts'
import type { VoiceInput } from './agents.ts'
import { type Harness, startHarness } from './harness.ts'
import { callForm, openedStream, ring } from './streamByHand.ts'
import { eventually } from './storedCall.ts'

/** As the clock is put forward, the tests of this file run one after the other. */
let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ losable: true, vars: { MAX_CONCURRENT_CALLS: '1' } })
})
afterAll(() => harness.close())

/** A call whose caller was greeted. */
async function running(voice: VoiceInput = {}) {
  const number = await harness.newNumber(voice)
  const { callSid, token } = await ring(harness, number)
  const stream = await openedStream(harness, callSid)
  stream.start(callSid, token)
  await eventually('audio', () => stream.audio[0])
  await harness.storedCall(callSid, ({ turns }) => turns[0]?.heardText === 'Hello.')
  return { number, callSid, stream }
}

const none = () =>
  eventually('an end of every call', async () => !(await harness.sessions()) || null)

/** Another call gets the only place, and ends. */
async function placeIsFree(number: string): Promise<void> {
  await none()
  const form = callForm(number)
  expect((await harness.post('/twilio/voice', form)).body).toContain('<Stream')
  await harness.post('/twilio/status', { ...form, CallStatus: 'completed' })
  await harness.storedCall(form.CallSid)
  await none()
}

const WAS_CUT_OFF = {
  status: 'failed',
  endReason: 'interrupted',
  failure: 'The call was cut off when its process was restarted.',
}

test('a call whose object was lost is ended by its alarm, and gives its place back', async () => {
  const { number, callSid } = await running()
  await harness.lose(callSid)
  await harness.wake(callSid)
  expect(await harness.sessions()).toBe(1)
  await harness.later(20_001)
  await harness.wake(callSid)
  const { call, turns } = await harness.storedCall(callSid)
  expect(call).toMatchObject(WAS_CUT_OFF)
  expect(turns.map(({ heardText }) => heardText)).toEqual(['Hello.'])
  await placeIsFree(number)
})

test('a call that is rung has an alarm at once, and one that lost it gets it back from whoever asks', async () => {
  const number = await harness.newNumber()
  const form = callForm(number)
  await harness.post('/twilio/voice', form)
  expect(await harness.alarmOf(form.CallSid)).not.toBeNull()
  await harness.storedCall(form.CallSid, () => true)
  await harness.loseAlarm(form.CallSid)
  await harness.lose(form.CallSid)
  await harness.storedCall(form.CallSid, () => true)
  await eventually('an alarm', () => harness.alarmOf(form.CallSid))
  await harness.later(45_001)
  await harness.wake(form.CallSid)
  expect((await harness.storedCall(form.CallSid)).call.endReason).toBe('interrupted')
  await placeIsFree(number)
})

test('a call that nobody asks for is woken when it has not renewed its place, and does not count meanwhile', async () => {
  const { number, callSid } = await running()
  await harness.loseAlarm(callSid)
  await harness.lose(callSid)
  await harness.later(180_001)
  expect(await harness.sessions()).toBe(0)
  await harness.callersKept()
  await eventually('an alarm', () => harness.alarmOf(callSid))
  await harness.later(20_001)
  await harness.wake(callSid)
  expect((await harness.storedCall(callSid)).call).toMatchObject(WAS_CUT_OFF)
  await placeIsFree(number)
})

test('a call that runs keeps its place, however often the directory looks', async () => {
  // Three minutes without a word do not end it.
  const { number, callSid, stream } = await running({ silenceTimeoutSec: 0 })
  await harness.later(180_001)
  stream.frame(0)
  await harness.callersKept()
  await harness.wake(callSid)
  expect(await harness.sessions()).toBe(1)
  const turnedAway = callForm(number, newSid('CA'))
  expect((await harness.post('/twilio/voice', turnedAway)).body).toContain('lines are busy')
  stream.stop()
  expect((await harness.storedCall(callSid)).call.status).toBe('completed')
  await placeIsFree(number)
})
