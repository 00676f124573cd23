import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareAudio } from '../simulators/twilio/index.ts'
import { callerSays, type Harness, startHarness } from './harness.ts'

const CALLS = 50

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ model: { light: true } })
})
afterAll(() => harness.close())

test('fifty calls at once are all greeted, answered and recorded', async () => {
  const number = await harness.newNumber()
  const question = prepareAudio(callerSays('When do you open?'))
  const calls = Array.from({ length: CALLS }, () => harness.placeCall(number, { capture: false }))
  await Promise.all(
    calls.map(async (call) => {
      await call.until('agentSpeaking', 20_000)
      await call.until('agentQuiet', 20_000)
      const answered = call.until('agentSpeaking', 20_000)
      await Promise.all([call.speak(question), answered])
    }),
  )
  expect(await harness.sessions()).toBe(CALLS)
  for (const call of calls) call.hangUp()
  const stored = await Promise.all(calls.map(({ callSid }) => harness.storedCall(callSid)))
  expect(stored.map(({ call }) => call.status)).toEqual(calls.map(() => 'completed'))
  expect(stored.map(({ turns }) => turns.map(({ role }) => role).join())).toEqual(
    calls.map(() => 'agent,caller,agent'),
  )
  expect(calls.flatMap(({ warnings }) => warnings)).toEqual([])
  expect(await harness.sessions()).toBe(0)
})
