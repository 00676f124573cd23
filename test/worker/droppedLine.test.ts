/** A caller's line breaks, and they call again: the same conversation goes on, and only for them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { BrainAnswer, RealtimeSession } from '../simulators/openai/index.ts'
import { newSid } from '../simulators/twilio/sid.ts'
import { Browser } from './browser.ts'
import { type Harness, hearOut, startHarness } from './harness.ts'
import { toldTo } from './modelLog.ts'
import { callForm, openedStream, ring, type StreamByHand } from './streamByHand.ts'
import { eventually } from './storedCall.ts'

const PASSWORD = 'a password of operators'
const CALLER = '+12025550199'
/** As the clock is put forward, the tests of this file run one after the other. */
let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ losable: true, vars: { OPERATOR_PASSWORD: PASSWORD } })
})
afterAll(() => harness.close())

const WELCOME = 'The line dropped. What were we speaking of?'
/** An answer to a key, and one to each call that goes on with another. */
const SCRIPT: BrainAnswer[] = [{ say: 'You pressed seven.' }, { say: WELCOME }, { say: WELCOME }]

const takesUp = (script = SCRIPT) =>
  harness.newNumber({ droppedLine: { withinMin: 5 } }, structuredClone(script))

/** A call in which a key was pressed and answered. */
async function conversation(number: string): Promise<{ callSid: string; stream: StreamByHand }> {
  const { callSid, token } = await ring(harness, number)
  const stream = await openedStream(harness, callSid)
  stream.start(callSid, token)
  await eventually('the greeting', () => stream.audio[0])
  await harness.storedCall(callSid, ({ turns }) => turns[0]?.heardText === 'Hello.')
  stream.send('{"event":"dtmf","dtmf":{"digit":"7"}}')
  await harness.storedCall(callSid, ({ turns }) => turns[1]?.heardText === 'You pressed seven.')
  return { callSid, stream }
}

/** The same, whose stream is then gone without a word. */
async function brokenCall(number: string): Promise<string> {
  const { callSid, stream } = await conversation(number)
  stream.socket.terminate()
  await harness.storedCall(callSid, ({ events }) =>
    events.some(({ kind }) => kind === 'carrier_error'),
  )
  return callSid
}

const status = (number: string, callSid: string, CallStatus = 'completed') =>
  harness.post('/twilio/status', { ...callForm(number, callSid), CallStatus })

/** Somebody calls; what they hear first, and what the model was told before. */
async function calls(number: string, from = CALLER) {
  const sessions = harness.sessionsOf(number).length
  const call = harness.placeCall(number, { from })
  await hearOut(call)
  const session = await harness.sessionFor(number, sessions)
  return { call, session, told: toldTo(session) }
}

async function firstWords(callSid: string): Promise<string | undefined> {
  const { turns } = await harness.storedCall(callSid, (stored) => stored.turns.length > 0)
  return turns[0]?.text
}

const askedSchema = z.object({
  type: z.literal('response.create'),
  response: z.object({ instructions: z.string() }),
})
const askedOf = (session: RealtimeSession): string =>
  session.log.entries
    .flatMap(({ event }) => askedSchema.safeParse(event).data?.response.instructions ?? [])
    .join('\n')

/** The phone by hand plays everything in no time, which confuses the order. */
const HEARD = new Set(['Hello.', '(The caller pressed 7 on the keypad.)', 'You pressed seven.'])

describe.concurrent('the next call of a caller whose line broke', () => {
  test('a caller whose line broke goes on with what was heard, and both calls say so', async () => {
    const number = await takesUp()
    const first = await brokenCall(number)
    const { call, session, told } = await calls(number)
    expect(new Set(told.slice(0, 3))).toEqual(HEARD)
    expect(told.slice(3)).toEqual([expect.stringContaining('called again from the same number')])
    expect(askedOf(session)).toContain('ask one question')
    expect(await firstWords(call.callSid)).toBe(WELCOME)

    // Its caller is back on another line; the carrier has the last word on this one.
    await status(number, first)
    const before = await harness.storedCall(first)
    expect(before.call).toMatchObject({ endReason: 'caller_hung_up', continuedBy: call.callSid })
    call.hangUp()
    const after = await harness.storedCall(call.callSid)
    expect(after.call).toMatchObject({ status: 'completed', continues: first })
    expect(after.turns.map(({ text }) => text)).toEqual([WELCOME])
  })

  test('also when the line breaks again, and when the calls have ended meanwhile', async () => {
    const number = await takesUp()
    const first = await brokenCall(number)
    await status(number, first)
    await harness.storedCall(first)
    const { call: second } = await calls(number)
    // The carrier gives it up, which is no hang-up.
    await status(number, second.callSid, 'failed')
    expect((await harness.storedCall(second.callSid)).call.endReason).toBe('carrier_failed')
    await second.ended
    const { call: third, told } = await calls(number)
    expect(new Set(told.slice(0, 3))).toEqual(HEARD)
    expect(told).toContain(WELCOME)
    third.hangUp()
    expect((await harness.storedCall(third.callSid)).call.continues).toBe(second.callSid)
  })

  test('also when the object of the broken call was lost with its machine', async () => {
    const number = await takesUp()
    const { callSid: first } = await conversation(number)
    await harness.lose(first)
    const { call, told } = await calls(number)
    expect(new Set(told.slice(0, 3))).toEqual(HEARD)
    call.hangUp()
    await status(number, first)
    expect((await harness.storedCall(first)).call).toMatchObject({
      endReason: 'interrupted',
      continuedBy: call.callSid,
    })
  })

  test('nobody else gets it: another caller, one without a number, or a call of another agent', async () => {
    const number = await takesUp()
    const other = await takesUp()
    await brokenCall(number)
    for (const [to, from] of [
      [number, '+12025550198'],
      [number, 'anonymous'],
      [other, CALLER],
    ] as const) {
      const { call, told } = await calls(to, from)
      expect([to, from, told]).toEqual([to, from, []])
      expect(await firstWords(call.callSid)).toBe('Hello.')
      call.hangUp()
      expect((await harness.storedCall(call.callSid)).call).not.toHaveProperty('continues')
    }
  })

  test('a caller who hung up, or whose line carries sound, is greeted as always', async () => {
    const number = await takesUp()
    const { stream } = await conversation(number)
    const { call: beside, told: meanwhile } = await calls(number)
    expect(meanwhile).toEqual([])
    beside.hangUp()
    await beside.ended
    stream.stop()

    const another = await takesUp()
    const ended = await conversation(another)
    ended.stream.stop()
    await harness.storedCall(ended.callSid)
    const { call, told } = await calls(another)
    expect(told).toEqual([])
    call.hangUp()
  })

  test('a call that is deleted is nobody’s past any more', async () => {
    const browser = await new Browser(harness.url).signIn(PASSWORD)
    const number = await takesUp()
    const first = await brokenCall(number)
    const { call } = await calls(number)
    await status(number, first)
    await harness.storedCall(first)
    expect((await browser.delete(`/api/calls/${first}`)).status).toBe(204)

    // The call that goes on with it has its words in memory alone now.
    const sessions = harness.sessionsOf(number).length
    await harness.lose(call.callSid)
    const resumed = await harness.sessionFor(number, sessions)
    await call.until('agentSpeaking')
    expect(toldTo(resumed)).not.toContain('You pressed seven.')
    call.hangUp()
    await harness.storedCall(call.callSid)

    const deleted = await browser.delete(`/api/calls/${call.callSid}`)
    expect(deleted.status).toBe(204)
    const { call: next, told } = await calls(number)
    expect(told).toEqual([])
    next.hangUp()
  })
})

test('an agent that does not take up dropped lines keeps nothing of its callers', async () => {
  const kept = await harness.callersKept()
  const number = await harness.newNumber({}, structuredClone(SCRIPT))
  await brokenCall(number)
  expect(await harness.callersKept()).toEqual(kept)
  const { call, told } = await calls(number)
  expect(told).toEqual([])
  call.hangUp()
})

test('a webhook that is repeated at once is one call, also while its past is looked up', async () => {
  const number = await takesUp()
  await brokenCall(number)
  const form = callForm(number, newSid('CA'))
  const before = harness.model.handshakes
  await harness.mute(true)
  const answers = await Promise.all([1, 2, 3].map(() => harness.post('/twilio/voice', form)))
  await harness.mute(false)
  for (const { body } of answers) expect(body).toContain('<Stream')
  await eventually('a handshake', () => harness.model.handshakes > before || null)
  await status(number, form.CallSid)
  await harness.storedCall(form.CallSid)
  expect(harness.model.handshakes - before).toBe(1)
})

test('a caller who is deleted is nobody who called before', async () => {
  const browser = await new Browser(harness.url).signIn(PASSWORD)
  const from = '+12025550155'
  const { call } = await calls(await takesUp(), from)
  call.hangUp()
  await harness.storedCall(call.callSid)
  const known = async () => (await harness.callersKept()).filter((key) => key.includes(from))
  expect(await known()).toHaveLength(1)
  expect((await browser.delete(`/api/callers/${encodeURIComponent(from)}`)).status).toBe(200)
  expect(await known()).toEqual([])
})

test('when the minutes are over, it is a new call, and nothing is kept of the caller', async () => {
  const number = await takesUp()
  const first = await brokenCall(number)
  await status(number, first)
  await harness.storedCall(first)
  expect(await harness.callersKept()).not.toEqual([])
  await harness.later(5 * 60_000 + 1)
  const { call, told } = await calls(number)
  expect(told).toEqual([])
  call.hangUp()
  await harness.storedCall(call.callSid)
  await harness.later(60 * 60_000)
  expect(await harness.callersKept()).toEqual([])
})
