/** Callers are put through to persons, in whole calls: every way in which it can end, warm and cold. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TransferOutcome } from '../../convex/model/transfer.ts'
import type { OutboundCall, PersonScript, SimulatedCall } from '../simulators/twilio/index.ts'
import type { AgentParts } from './agents.ts'
import { ask, type Harness, hearOut, startHarness } from './harness.ts'
import { eventually, type StoredCall } from './storedCall.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({
    losable: true,
    // A second of Twilio's takes a tenth: phones ring for less long, and nothing else is different.
    phone: { secondMs: 100, callsPerSecond: 50 },
  })
})
afterAll(() => harness.close())

type DestinationInput = NonNullable<NonNullable<AgentParts['tools']>['destinations']>[number]

interface Attempt {
  call: SimulatedCall
  /** The agent's number. */
  number: string
  /** The person's. */
  person: string
}

let persons = 0

/** The caller asks for a person, and the agent has them called. */
async function begin(
  script: PersonScript,
  destination: Partial<DestinationInput> = {},
): Promise<Attempt> {
  persons += 1
  const person = `+1212555${String(persons).padStart(4, '0')}`
  harness.twilio.persons.set(person, script)
  const transfer = {
    name: 'transfer_to_human',
    arguments: { destination: 'Front desk', summary: 'They want a refund.' },
  }
  const answers = [
    { say: 'I will try.', tools: [transfer] },
    { say: 'They are being called.' },
    { say: 'I am sorry.' },
  ]
  const destinations = [
    {
      name: 'Front desk',
      target: { kind: 'phone' as const, phoneNumber: person },
      ...destination,
    },
  ]
  const number = await harness.newNumber({}, answers, { tools: { destinations } })
  const call = harness.placeCall(number)
  await hearOut(call)
  await ask(call, 'I want to talk to somebody.')
  return { call, number, person }
}

/** The person's side of the line. */
function legOf({ person }: Attempt): Promise<OutboundCall> {
  return eventually(`a call to ${person}`, () =>
    harness.twilio.outgoing.find(({ to }) => to === person),
  )
}

const lastOf = ({ call }: StoredCall) => call.transfers?.at(-1)

/** The record, once the attempt is over. */
function outcomeOf({ call }: Attempt): Promise<StoredCall> {
  return harness.storedCall(call.callSid, (stored) => lastOf(stored)?.outcome != null)
}

/** What the model was told beside what was said. */
async function toldOf({ number }: Attempt): Promise<string> {
  const { conversation } = await harness.sessionFor(number)
  return JSON.stringify(conversation.items)
}

/** The caller is still with the agent, who hears them. */
async function staysWithAgent({ call }: Attempt): Promise<void> {
  await call.agentIdle(250)
  expect(call.streams).toHaveLength(1)
  expect(call.status).toBe('in-progress')
  call.hangUp()
  await call.ended
}

const room = ({ call }: Attempt, attempt = 1): string => `${call.callSid}-${attempt}`

describe.each(['warm', 'cold'] as const)('%s', (mode) => {
  test('connected: the two talk, and the call is over when the person hangs up', async () => {
    const attempt = await begin({ does: 'accept', says: ['How can I help you?'] }, { mode })
    const { call } = attempt
    expect(await call.until('joined')).toBe(room(attempt))
    const leg = await legOf(attempt)
    expect(leg.said).toEqual(
      mode === 'warm'
        ? ['A caller is waiting to talk to you. They want a refund. Press 1 to take the call.']
        : [],
    )
    const talking = await harness.storedCall(
      call.callSid,
      (stored) => lastOf(stored)?.connectedAt != null,
    )
    expect(talking.call.status).toBe('in-progress')
    leg.hangUp()
    await call.ended
    const stored = await harness.storedCall(call.callSid)
    expect(stored.call).toMatchObject({ status: 'completed', endReason: 'transferred' })
    expect(lastOf(stored)).toMatchObject({
      attempt: 1,
      destination: 'Front desk',
      to: attempt.person,
      mode,
      askedBy: 'agent',
      outcome: 'connected',
    })
    const [held] = harness.twilio.conferences.filter(({ name }) => name === room(attempt))
    expect(held?.events.slice(0, 3)).toEqual([
      'participant-join',
      'conference-start',
      'participant-join',
    ])
  })

  const failures: [TransferOutcome, PersonScript, string][] = [
    ['busy', { does: 'busy' }, 'is on another call'],
    ['no_answer', { does: 'no_answer' }, 'did not pick up'],
    ['carrier_failed', { does: 'failed' }, 'could not be reached'],
    ['voicemail', { does: 'voicemail', amdMs: 300 }, 'only a machine picked up'],
  ]
  test.each(failures)(
    '%s: the agent knows why, and the caller is still there',
    async (outcome, script, told) => {
      const attempt = await begin(script, { mode, ringSec: 5 })
      const stored = await outcomeOf(attempt)
      expect(lastOf(stored)).toMatchObject({ outcome, connectedAt: null })
      await eventually('what the agent is told', async () =>
        (await toldOf(attempt)).includes(told) ? true : null,
      )
      await staysWithAgent(attempt)
      await (
        await legOf(attempt)
      ).ended
    },
  )
})
