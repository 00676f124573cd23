/** Every way in which it can end that a caller wants to talk to a person, where Twilio has sent them to OpenAI. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TransferOutcome } from '../../convex/model/transfer.ts'
import type { PersonScript } from '../simulators/twilio/index.ts'
import { Browser } from '../worker/browser.ts'
import { callerSays, type Harness, startHarness } from '../worker/harness.ts'
import { heard, legOf, legsOf } from '../worker/sipLegs.ts'
import { eventually, type StoredCall } from '../worker/storedCall.ts'

const PASSWORD = 'a-long-enough-password'
let harness: Harness
beforeAll(async () => {
  const vars = { OPERATOR_PASSWORD: PASSWORD }
  harness = await startHarness({
    losable: true,
    vars,
    phone: { secondMs: 100, callsPerSecond: 50 },
  })
})
afterAll(() => harness.close())

type Way = 'sip_dial' | 'sip_conference'
let persons = 0

/** A caller who has asked for a person, who is about to be rung. */
async function asking(way: Way, person: PersonScript, ringSec = 20) {
  persons += 1
  const phoneNumber = `+1212555${7900 + persons}`
  harness.twilio.persons.set(phoneNumber, person)
  const tool = {
    name: 'transfer_to_human',
    arguments: { destination: 'Front desk', summary: 'They want a refund.' },
  }
  const script = [{ say: 'I will try.', tools: [tool] }, { say: 'They are called.' }]
  const target = { kind: 'phone' as const, phoneNumber }
  const destination = { name: 'Front desk', target, ringSec }
  const tools = { destinations: [destination] }
  const number = await harness.newNumber({ silenceTimeoutSec: 0 }, script, { way, tools })
  const call = harness.placeCall(number)
  const { callSid } = call
  const leg = await legOf(harness, callSid)
  await heard(leg, 1)
  await call.speak(callerSays('I want to talk to somebody.'))
  return {
    call,
    callSid,
    leg,
    rung: () =>
      eventually('the person', () => harness.twilio.outgoing.find(({ to }) => to === phoneNumber)),
    told: () =>
      eventually('the agent’s words', () => {
        const items = leg.session?.conversation.items ?? []
        return items.some((item) => JSON.stringify(item).includes('Front desk')) || null
      }),
  }
}

const outcomeOf = ({ call }: StoredCall) => call.transfers?.at(-1)?.outcome

const isTold = (stored: StoredCall): boolean => outcomeOf(stored) != null

/** With the agent as before: on the same leg, until the caller hangs up. */
const WITH_AGENT: [TransferOutcome, PersonScript][] = [
  ['busy', { does: 'busy' }],
  ['no_answer', { does: 'no_answer' }],
  ['voicemail', { does: 'voicemail', amdMs: 300 }],
  ['declined', { does: 'decline' }],
  ['person_left', { does: 'hang_up' }],
  ['carrier_failed', { does: 'failed' }],
]

describe.each(['sip_dial', 'sip_conference'] as const)('%s', (way) => {
  test.each(WITH_AGENT)('%s: the caller has never left the agent', async (outcome, person) => {
    const { call, callSid, leg, told } = await asking(way, person, 5)
    const { call: tried } = await harness.storedCall(callSid, isTold)
    expect(tried.transfers).toMatchObject([{ outcome, connectedAt: null }])
    await told()
    expect(leg.isOver).toBe(false)
    expect(legsOf(harness, callSid)).toHaveLength(1)
    call.hangUp()
    const { call: record } = await harness.storedCall(callSid)
    expect(record).toMatchObject({ status: 'completed', endReason: 'caller_hung_up' })
    await leg.ended
  })

  test('caller_left: they hang up while it rings, and the ringing stops', async () => {
    const { call, callSid, rung } = await asking(way, { does: 'no_answer' }, 120)
    const person = await rung()
    call.hangUp()
    expect((await person.ended).status).toBe('canceled')
    expect(outcomeOf(await harness.storedCall(callSid))).toBe('caller_left')
  })

  test('withdrawn: the call is ended while it rings', async () => {
    const { call, callSid, rung } = await asking(way, { does: 'no_answer' }, 120)
    const person = await rung()
    const browser = await new Browser(harness.url).signIn(PASSWORD)
    await browser.post(`/api/calls/${callSid}/end`, {})
    expect((await person.ended).status).toBe('canceled')
    await call.ended
    expect(outcomeOf(await harness.storedCall(callSid))).toBe('withdrawn')
  })

  test('connected: the agent’s leg ends, and the call with the person', async () => {
    const { call, callSid, leg, rung } = await asking(way, { does: 'accept' })
    await harness.storedCall(callSid, (one) => one.call.transfers?.at(-1)?.connectedAt != null)
    await leg.ended
    const person = await rung()
    person.hangUp()
    await call.ended
    const stored = await harness.storedCall(callSid)
    expect(stored.call).toMatchObject({ status: 'completed', endReason: 'transferred' })
    expect(outcomeOf(stored)).toBe('connected')
    expect(legsOf(harness, callSid)).toHaveLength(1)
  })

  test('the object is lost while it rings, and again while the two talk: they meet all the same', async () => {
    const slow = { does: 'accept', pickUpMs: 2_500 } as const
    const { call, callSid, leg, rung } = await asking(way, slow, 120)
    const person = await rung()
    await harness.lose(callSid)
    await harness.wake(callSid)
    await harness.storedCall(callSid, (one) => one.call.transfers?.at(-1)?.connectedAt != null)
    await leg.ended
    await harness.lose(callSid)
    person.hangUp()
    await call.ended
    const stored = await harness.storedCall(callSid)
    expect(stored.call).toMatchObject({ status: 'completed', endReason: 'transferred' })
    expect(stored.call.transfers).toMatchObject([{ outcome: 'connected' }])
    expect(legsOf(harness, callSid)).toHaveLength(1)
  })
})
