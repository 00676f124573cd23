/** What carriers do beside what they should: streams and callbacks that come twice, late, or never. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Harness, startHarness } from './harness.ts'
import {
  callForm,
  openedStream,
  openStream,
  ring,
  type StreamByHand,
  streamPath,
} from './streamByHand.ts'
import { eventually } from './storedCall.ts'

/** As the clock is put forward, the tests of this file run one after the other. */
let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ losable: true })
})
afterAll(() => harness.close())

const status = (number: string, callSid: string, CallStatus: string) =>
  harness.post('/twilio/status', { ...callForm(number, callSid), CallStatus })

const tokenIn = (body: string): string => body.match(/name="token" value="([^"]+)"/)?.[1] ?? ''

/** A stream that begins; the agent is heard over it. */
async function listening(callSid: string, token: string): Promise<StreamByHand> {
  const stream = await openedStream(harness, callSid)
  stream.start(callSid, token)
  await eventually('audio', () => stream.audio[0])
  return stream
}

async function running() {
  const number = await harness.newNumber()
  const { callSid, token } = await ring(harness, number)
  return { number, callSid, token, stream: await listening(callSid, token) }
}

const none = () =>
  eventually('an end of every call', async () => !(await harness.sessions()) || null)

test('a stream that never opens ends its call', async () => {
  const { callSid } = await ring(harness, await harness.newNumber())
  await harness.later(45_001)
  await harness.wake(callSid)
  expect((await harness.storedCall(callSid)).call).toMatchObject({
    status: 'failed',
    endReason: 'carrier_failed',
    failure: 'The media stream never opened.',
    answeredAt: null,
  })
  await none()
})

test('a stream that opens twice with one token is let in once, and the first one goes on', async () => {
  const { callSid, token } = await ring(harness, await harness.newNumber())
  const [stream, second] = [
    await openedStream(harness, callSid),
    await openedStream(harness, callSid),
  ]
  stream.start(callSid, token)
  await eventually('audio', () => stream.audio[0])
  second.start(callSid, token)
  expect(await second.closed).toMatchObject({ code: 1008 })
  expect(await openStream(harness, streamPath(callSid))).toMatchObject({ status: 403 })
  const before = stream.audio.length
  stream.send('{"event":"dtmf","dtmf":{"digit":"7"}}')
  await eventually('an answer to the key', () => stream.audio[before])
  stream.stop()
  expect((await harness.storedCall(callSid)).call.status).toBe('completed')
})

test('a stream that is opened anew replaces one whose end was not noticed', async () => {
  const { number, callSid, stream } = await running()
  const { body } = await harness.post('/twilio/resume', callForm(number, callSid))
  const next = await openedStream(harness, callSid)
  next.start(callSid, tokenIn(body))
  await stream.closed
  next.send('{"event":"dtmf","dtmf":{"digit":"7"}}')
  await eventually('an answer to the key', () => next.audio[0])
  next.stop()
  expect((await harness.storedCall(callSid)).call.status).toBe('completed')
})

test('a stream that closes without a stop, and for which nobody comes back, ends its call as broken', async () => {
  const { callSid, stream } = await running()
  stream.socket.terminate()
  await harness.storedCall(callSid, ({ events }) =>
    events.some(({ kind }) => kind === 'carrier_error'),
  )
  await harness.later(20_001)
  await harness.wake(callSid)
  expect((await harness.storedCall(callSid)).call).toMatchObject({
    status: 'failed',
    endReason: 'carrier_failed',
    failure: 'The media stream broke and did not come back.',
  })
  await none()
})

test('marks that never come back do not keep the agent from answering', async () => {
  const { callSid, token } = await ring(harness, await harness.newNumber())
  const stream = await openedStream(harness, callSid)
  stream.echoesMarks = false
  stream.start(callSid, token)
  await eventually('audio', () => stream.audio[0])
  const before = stream.audio.length
  stream.send('{"event":"dtmf","dtmf":{"digit":"7"}}')
  await eventually('an answer to the key', () => stream.audio[before])
  stream.stop()
  const { call, turns } = await harness.storedCall(callSid)
  expect(call.status).toBe('completed')
  expect(turns.map(({ role }) => role)).toContain('agent')
})

test('callbacks that come after the end, and after those of later states, change nothing but what they tell', async () => {
  const { number, callSid, stream } = await running()
  stream.stop()
  const { call: ended } = await harness.storedCall(callSid)
  await status(number, callSid, 'completed')
  await harness.storedCall(callSid, ({ call }) => call.carrierStatus === 'completed')
  await status(number, callSid, 'ringing')
  await status(number, callSid, 'in-progress')
  await harness.post('/twilio/status', {
    ...callForm(number, callSid),
    CallStatus: 'completed',
    CallDuration: '9',
  })
  const { call } = await harness.storedCall(
    callSid,
    (stored) => stored.call.carrierDurationSec === 9,
  )
  expect(call).toMatchObject({
    status: 'completed',
    endReason: ended.endReason,
    endedAt: ended.endedAt,
    carrierStatus: 'completed',
  })
  await none()
})

test('a webhook that is repeated after the object was lost is still the same call', async () => {
  const number = await harness.newNumber()
  const { callSid } = await ring(harness, number)
  await harness.lose(callSid)
  const { body } = await harness.post('/twilio/voice', callForm(number, callSid))
  const stream = await listening(callSid, tokenIn(body))
  stream.stop()
  const { call, turns } = await harness.storedCall(callSid)
  expect(call).toMatchObject({ status: 'completed', endReason: 'caller_hung_up' })
  // The first greeting reached nobody, so it is said again.
  expect(new Set(turns.map(({ text }) => text))).toEqual(new Set(['Hello.']))
})

test('a caller who hung up while their call was lost is on the record, and gives the place back', async () => {
  const { number, callSid } = await running()
  await harness.lose(callSid)
  await status(number, callSid, 'completed')
  const { call } = await harness.storedCall(callSid)
  expect(call).toMatchObject({ status: 'failed', endReason: 'interrupted' })
  await none()
  const { body } = await harness.post('/twilio/resume', callForm(number, callSid))
  expect(body).toContain('<Say')
  expect(body).not.toContain('<Stream')
})

test('the fallback takes up a call that has a journal, and apologises to one that has none', async () => {
  const { number, callSid } = await running()
  await harness.lose(callSid)
  const known = await harness.post('/twilio/fallback', callForm(number, callSid))
  const stream = await openedStream(harness, callSid)
  stream.start(callSid, tokenIn(known.body))
  await eventually('audio', () => stream.audio[0])
  stream.stop()
  await harness.storedCall(callSid)

  const unknown = callForm(number)
  const { body } = await harness.post('/twilio/fallback', unknown)
  expect(body).toContain('technical problem')
  expect(body).not.toContain('<Stream')
  await none()
})

test('the question what comes next rings a call anew that has no journal', async () => {
  const number = await harness.newNumber()
  const form = callForm(number)
  const { body } = await harness.post('/twilio/resume', form)
  const stream = await listening(form.CallSid, tokenIn(body))
  stream.stop()
  const { call, turns } = await harness.storedCall(form.CallSid)
  expect(call).toMatchObject({ status: 'completed', to: number })
  expect(turns.map(({ text }) => text)).toEqual(['Hello.'])
})
