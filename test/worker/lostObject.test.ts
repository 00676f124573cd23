/** A call's object is lost while others run: the carrier asks what comes next, and the call goes on. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RealtimeSession } from '../simulators/openai/index.ts'
import type { SimulatedCall } from '../simulators/twilio/index.ts'
import { ask, type Harness, hearOut, startHarness } from './harness.ts'
import { toldTo } from './modelLog.ts'
import { eventually } from './storedCall.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ losable: true })
})
afterAll(() => harness.close())

/** The call's object is lost; resolves when the caller hears the agent again, with its new session. */
async function loseAndReturn(call: SimulatedCall): Promise<RealtimeSession> {
  const [sessions, streams] = [harness.model.sessions.length, call.streams.length]
  await harness.lose(call.callSid)
  await eventually('the agent over another stream', () => call.streams[streams]?.firstAudioAt)
  return eventually('another session', () => harness.model.sessions[sessions])
}

test('a call whose object is lost goes on with what was said, and no other call notices', async () => {
  const number = await harness.newNumber({}, [{ say: 'We open at nine.' }])
  const otherNumber = await harness.newNumber({}, [{ say: 'I am still here.' }])
  const call = harness.placeCall(number)
  const other = harness.placeCall(otherNumber)
  await Promise.all([hearOut(call), hearOut(other)])
  await ask(call, 'When do you open?')
  await call.agentIdle(250)

  const session = await loseAndReturn(call)
  await call.agentIdle(250)
  await ask(other, 'Are you still there?')
  await other.agentIdle(250)
  call.hangUp()
  other.hangUp()

  const { call: record, turns } = await harness.storedCall(call.callSid)
  expect(record).toMatchObject({ status: 'completed', endReason: 'caller_hung_up' })
  expect(turns.map(({ role }) => role)).toEqual(['agent', 'caller', 'agent', 'agent'])
  expect(toldTo(session)).toEqual([
    ...turns.slice(0, 3).map(({ heardText }) => heardText),
    // Nobody was heard to speak, and nobody knows whether they did.
    expect.stringContaining('Something that the caller said was lost'),
  ])
  expect(other.streams).toHaveLength(1)
  const others = await harness.storedCall(other.callSid)
  expect(others.turns.filter(({ role }) => role === 'agent').map(({ text }) => text)).toEqual([
    'Hello.',
    'I am still here.',
  ])
})

test('a call that is lost again and again in mid-answer never tells more than was heard', async () => {
  const long = 'We open at nine on weekdays, at ten on Saturdays, and never on a Sunday.'
  const number = await harness.newNumber({}, [{ say: long }, { say: long }, { say: 'Goodbye.' }])
  const call = harness.placeCall(number)
  await hearOut(call)
  await ask(call, 'When do you open?')
  const sessions = [await loseAndReturn(call), await loseAndReturn(call)]
  await call.agentIdle(250)
  call.hangUp()

  const { call: record, turns } = await harness.storedCall(call.callSid)
  expect(record.status).toBe('completed')
  for (const { text, heardText } of turns.filter(({ role }) => role === 'agent')) {
    expect(text.startsWith(heardText)).toBe(true)
  }
  for (const session of sessions) {
    const known = turns.map(({ heardText }) => heardText)
    const spoken = toldTo(session).filter((text) => !text.startsWith('('))
    for (const text of spoken) expect(known).toContain(text)
  }
})
