import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { Fault, RealtimeSession } from '../simulators/openai/index.ts'
import { ask, callerSays, type Harness, hearOut, startHarness } from './harness.ts'

const APOLOGY = 'Sorry, we are having a technical problem and cannot go on with this call.'
const TRANSFER = 'Sorry, we are having a technical problem. I will connect you with someone now.'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.close())

test('a model that refuses the key is apologised for at once, and the record says why', async () => {
  harness.model.nextConnection({ refuse: 401 })
  const before = harness.model.handshakes
  const call = harness.placeCall(await harness.newNumber())
  await call.ended
  expect(harness.model.handshakes - before).toBe(1)
  expect(call.said).toEqual([APOLOGY])
  const { call: record } = await harness.storedCall(call.callSid)
  expect(record).toMatchObject({ status: 'failed', endReason: 'model_failed' })
  expect(record.failure).toMatch(/^OpenAI refused the session: 401/)
})

test('a model that is busy for a moment is asked again, and the call goes on', async () => {
  harness.model.nextConnection({ refuse: 503 })
  const call = harness.placeCall(await harness.newNumber())
  await hearOut(call)
  call.hangUp()
  const { call: record } = await harness.storedCall(call.callSid)
  expect(record.status).toBe('completed')
})

/** Each in a call of its own that is in full swing. */
const LOSSES: [string, Fault, RegExp][] = [
  ['drops the connection', { kind: 'drop' }, /^The connection to OpenAI closed/],
  ['ends the session', { kind: 'expire' }, /session_expired/],
]

describe.concurrent.each(LOSSES)('a model that %s in mid-call', (_what, fault, cause) => {
  test('is opened again, knows what was heard, and does not greet', async () => {
    const number = await harness.newNumber({}, [{ say: 'We open at nine.' }])
    const call = harness.placeCall(number)
    await hearOut(call)
    const first = await harness.sessionFor(number)
    first.fault(fault)
    const second = await harness.sessionFor(number, 1)
    await ask(call, 'When do you open?')
    await call.agentIdle(250)
    call.hangUp()
    const { call: record, turns, events } = await harness.storedCall(call.callSid)
    expect(record.status).toBe('completed')
    expect(said(turns)).toEqual(['Hello.', 'We open at nine.'])
    expect(remembered(second)).toEqual([
      { role: 'assistant', content: [{ type: 'output_text', text: 'Hello.' }] },
    ])
    expect(events.map(({ summary }) => summary)).toEqual([
      expect.stringMatching(cause),
      'The model is called again, attempt 1.',
      expect.stringMatching(/^The model was back after \d+ ms\.$/),
    ])
  })
})

/** Calls in full swing, whose model is lost and refuses to be opened again. */
async function loseTheModel(...voices: Parameters<Harness['newNumber']>[0][]) {
  const calls = await Promise.all(
    voices.map(async (voice) => {
      const number = await harness.newNumber(voice)
      const phone = harness.placeCall(number)
      await hearOut(phone)
      return { phone, session: await harness.sessionFor(number) }
    }),
  )
  harness.model.connections = { refuse: 503 }
  for (const { session } of calls) session.fault({ kind: 'drop' })
  const endings = await Promise.all(calls.map(({ phone }) => phone.ended))
  harness.model.connections = {}
  return Promise.all(
    calls.map(async ({ phone }, n) => ({
      phone,
      endedBy: endings[n]?.endedBy,
      ...(await harness.storedCall(phone.callSid)),
    })),
  )
}

test('a model that is lost and not to be had again is apologised for, or replaced by a person', async () => {
  const [apologised, dialed] = await loseTheModel({}, { fallbackNumber: '+12025550142' })
  expect(apologised?.endedBy).toBe('customer')
  expect(apologised?.phone.said).toEqual([APOLOGY])
  expect(apologised?.call).toMatchObject({ status: 'failed', endReason: 'model_failed' })
  expect(apologised?.call.failure).toMatch(/^OpenAI refused the session: 503/)
  expect(said(apologised?.turns ?? [])).toEqual(['Hello.'])
  expect(dialed?.phone.said).toEqual([TRANSFER])
  expect(dialed?.phone.dialed.map(({ number }) => number)).toEqual(['+12025550142'])
  expect(dialed?.call).toMatchObject({ status: 'failed', endReason: 'model_failed' })
})

function said(turns: readonly { role: string; heardText: string }[]): string[] {
  return turns.filter(({ role }) => role === 'agent').map(({ heardText }) => heardText)
}

const itemSchema = z.object({
  type: z.literal('conversation.item.create'),
  item: z.object({ role: z.string(), content: z.array(z.unknown()) }),
})

/** What a session was told of the call so far. */
function remembered(session: RealtimeSession) {
  return session.log.entries.flatMap(({ event }) => itemSchema.safeParse(event).data?.item ?? [])
}

describe.concurrent('trouble in a session', () => {
  test('a response that failed is asked for again', async () => {
    const number = await harness.newNumber({}, [{ say: 'We open at nine.' }])
    const call = harness.placeCall(number)
    await hearOut(call)
    const session = await harness.sessionFor(number)
    session.fault({ kind: 'fail_response', message: 'An engine stalled.' })
    await ask(call, 'When do you open?')
    call.hangUp()
    const { call: record, events } = await harness.storedCall(call.callSid)
    expect(record.status).toBe('completed')
    expect(events.map(({ kind, summary }) => [kind, summary])).toEqual([
      ['engine_error', 'An engine stalled.'],
    ])
  })

  test('responses that fail again and again end the call with an apology', async () => {
    const number = await harness.newNumber()
    const call = harness.placeCall(number)
    await hearOut(call)
    const session = await harness.sessionFor(number)
    for (let n = 0; n < 4; n++) {
      session.fault({ kind: 'fail_response', message: 'Broken for good.' })
    }
    await call.press('1')
    await call.ended
    expect(call.said).toEqual([APOLOGY])
    const { call: record } = await harness.storedCall(call.callSid)
    expect(record).toMatchObject({ status: 'failed', failure: 'Broken for good.' })
  })

  test('an error event is written down, without the key that it quotes', async () => {
    const number = await harness.newNumber({}, [{ say: 'Yes.' }])
    const call = harness.placeCall(number)
    await hearOut(call)
    const session = await harness.sessionFor(number)
    session.fault({
      kind: 'error',
      code: 'server_error',
      message: 'Bad luck with sk-abc123 today.',
    })
    session.fault({ kind: 'unknown_event' })
    session.fault({ kind: 'malformed' })
    await ask(call, 'When do you open?')
    call.hangUp()
    const { call: record, events } = await harness.storedCall(call.callSid)
    expect(record.status).toBe('completed')
    expect(events.map(({ summary }) => summary)).toEqual([
      'OpenAI: Bad luck with sk-… today. (server_error)',
      '1 message could not be read and was dropped',
    ])
  })

  test('a key that is pressed while the model thinks of an answer is answered in its place', async () => {
    const number = await harness.newNumber({}, [
      { say: 'You spoke.', delayMs: 2_000 },
      { say: 'You pressed.' },
    ])
    const call = harness.placeCall(number)
    await hearOut(call)
    await call.speak(callerSays('When do you open?'))
    await call.press('1')
    await harness.storedCall(call.callSid, ({ turns }) =>
      turns.some(({ text }) => text === 'You pressed.'),
    )
    call.hangUp()
    const { call: record, turns, events } = await harness.storedCall(call.callSid)
    expect(record.status).toBe('completed')
    expect(events.filter(({ kind }) => kind === 'engine_error')).toEqual([])
    expect(turns.filter(({ role }) => role === 'agent').map(({ text }) => text)).toEqual([
      'Hello.',
      'You pressed.',
    ])
  })

  test('a model that never opens is given up, and the caller is not left in silence', async () => {
    const slow = await startHarness({ model: { openDelayMs: 12_000 } })
    const call = slow.placeCall(await slow.newNumber({ fallbackNumber: '+12025550142' }))
    await call.until('said', 20_000)
    await call.ended
    expect(call.said).toEqual([TRANSFER])
    const { call: record } = await slow.storedCall(call.callSid)
    expect(record.failure).toBe('The model did not open in time.')
    await slow.close()
  })
})
