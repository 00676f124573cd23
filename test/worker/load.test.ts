import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareAudio } from '../simulators/twilio/index.ts'
import { callerSays, type Harness, hearOut, startHarness } from './harness.ts'

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
      await hearOut(call)
      const answered = call.until('agentSpeaking', 20_000)
      await Promise.all([call.speak(question), answered])
    }),
  )
  expect(await harness.sessions()).toBe(CALLS)
  for (const call of calls) call.hangUp()
  const stored = await Promise.all(calls.map(({ callSid }) => harness.storedCall(callSid)))
  expect(stored.map(({ call }) => call.status)).toEqual(calls.map(() => 'completed'))
  for (const { turns } of stored) {
    // A machine that is too busy makes the phone stammer, and one question may become two.
    expect(turns.map(({ role }) => role).join()).toMatch(/^agent,caller\b.*\bagent$/)
  }
  expect(calls.flatMap(({ warnings }) => warnings)).toEqual([])
  expect(await harness.sessions()).toBe(0)
})
