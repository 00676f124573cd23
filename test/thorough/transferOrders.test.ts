/** Callers who are put through, spoken to and hung up on because somebody outside the call wants it. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { PersonScript, RestFault, SimulatedCall } from '../simulators/twilio/index.ts'
import { newSid } from '../simulators/twilio/sid.ts'
import type { AgentParts } from '../worker/agents.ts'
import { Browser } from '../worker/browser.ts'
import { hearOut } from '../worker/harness.ts'
import { Attempt, lastOf, startTransfers, type Transfers } from '../worker/transfers.ts'

const TOKEN = 'a-token-of-a-system-of-ours'
const PASSWORD = 'a password of the operators'
const PREMIUM = '+19005550100'

let transfers: Transfers
let operator: Browser
beforeAll(async () => {
  transfers = await startTransfers({
    vars: { CONTROL_API_TOKEN: TOKEN, CONTROL_API_NUMBERS: 'true', OPERATOR_PASSWORD: PASSWORD },
    pricing: { price: '-0.0140', afterRequests: 0 },
  })
  operator = await new Browser(transfers.harness.url).signIn(PASSWORD)
})
afterEach(() => {
  transfers.harness.twilio.failRest(null)
  transfers.harness.twilio.setDelivery({})
})
afterAll(() => transfers.harness.close())

let persons = 0

/** A caller with the agent; `person`: who answers at a number that nobody has called yet. */
async function talking(
  script: PersonScript = { does: 'accept' },
  tools: AgentParts['tools'] = {},
): Promise<Attempt> {
  const { harness } = transfers
  persons += 1
  const person = `+1212555${String(5000 + persons)}`
  harness.twilio.persons.set(person, script)
  const number = await harness.newNumber({}, [], { tools })
  const call = harness.placeCall(number)
  await hearOut(call)
  return new Attempt(harness, { call, number, person })
}

/** What `/control` answers: the status, and the status or the sentence in words. */
async function control(
  { callSid }: SimulatedCall,
  order: 'transfer' | 'say' | 'hangup',
  body: object = {},
): Promise<[number, string]> {
  const response = await fetch(`${transfers.harness.url}/control/calls/${callSid}/${order}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify(body),
  })
  const { status, error } = (await response.json()) as { status?: string; error?: string }
  return [response.status, status ?? error ?? '']
}

const byOperator = ({ callSid }: SimulatedCall, body: object): Promise<Response> =>
  operator.post(`/api/calls/${callSid}/transfer`, body)

describe.concurrent('an order by /control', () => {
  test('puts the caller through: the two meet, and hangup parts them', async () => {
    const attempt = await talking()
    const { call, person } = attempt
    expect(await control(call, 'transfer', { phoneNumber: person })).toEqual([202, 'transferring'])
    await attempt.record((stored) => lastOf(stored)?.connectedAt != null)
    expect(await control(call, 'transfer', { phoneNumber: person })).toEqual([
      409,
      'The caller is being put through, or has been.',
    ])
    expect((await control(call, 'say', { text: 'Hello.' }))[0]).toBe(409)
    expect(await control(call, 'hangup')).toEqual([200, 'ended'])
    await call.ended
    await (
      await attempt.leg()
    ).ended
    const stored = await attempt.record((one) => lastOf(one)?.price != null)
    expect(stored.call.endReason).toBe('operator_ended')
    expect(lastOf(stored)).toMatchObject({ outcome: 'connected', askedBy: 'control', to: person })
  })

  test('says something while the person is rung, and hangup ends the ringing', async () => {
    const attempt = await talking({ does: 'no_answer' })
    const { call, person } = attempt
    await control(call, 'transfer', { phoneNumber: person })
    const leg = await attempt.ringing()
    expect(await control(call, 'say', { text: 'One moment, please.' })).toEqual([202, 'saying'])
    await attempt.record(({ turns }) => turns.some(({ text }) => text === 'One moment, please.'))
    await control(call, 'hangup')
    expect((await leg.ended).status).toBe('canceled')
    expect(lastOf(await attempt.over())).toMatchObject({ outcome: 'withdrawn' })
  })

  test('rings no number that costs far more than others, whatever it confirms', async () => {
    const { call } = await talking()
    for (const body of [{ phoneNumber: PREMIUM }, { phoneNumber: PREMIUM, confirmed: true }]) {
      expect(await control(call, 'transfer', body)).toEqual([
        409,
        `${PREMIUM} is a premium-rate number: a minute can cost several dollars. It is called only where an operator confirms it.`,
      ])
    }
    expect(transfers.harness.twilio.outgoing.some(({ to }) => to === PREMIUM)).toBe(false)
    call.hangUp()
  })

  test('rings a destination whatever it costs, as that was confirmed when the agent was saved', async () => {
    const target = { kind: 'phone' as const, phoneNumber: '+19005550177' }
    const attempt = await talking({ does: 'accept' }, { destinations: [{ name: 'Line', target }] })
    expect(await control(attempt.call, 'transfer', { destination: 'Line' })).toEqual([
      202,
      'transferring',
    ])
    const stored = await attempt.record((one) => lastOf(one)?.connectedAt != null)
    expect(lastOf(stored)).toMatchObject({ to: target.phoneNumber, askedBy: 'control' })
    attempt.call.hangUp()
  })

  test('rings no number that is answered here', async () => {
    const { call, number } = await talking()
    const other = await transfers.harness.newNumber()
    for (const phoneNumber of [number, other]) {
      expect(await control(call, 'transfer', { phoneNumber })).toEqual([
        409,
        `${phoneNumber} is answered here: the call would come back.`,
      ])
    }
    call.hangUp()
  })
})

describe.concurrent('an operator', () => {
  test('is asked about a number that costs far more than others, and has it rung', async () => {
    const attempt = await talking()
    const { call } = attempt
    const phoneNumber = '+19005550199'
    const asked = await byOperator(call, { phoneNumber })
    expect([asked.status, await asked.json()]).toEqual([
      409,
      { error: expect.stringContaining('a premium-rate number'), code: 'unconfirmed' },
    ])
    const own = await byOperator(call, { phoneNumber: attempt.number, confirmed: true })
    expect([own.status, await own.json()]).toEqual([
      409,
      { error: `${attempt.number} is answered here: the call would come back.` },
    ])
    expect((await byOperator(call, { phoneNumber, confirmed: true })).status).toBe(202)
    const stored = await attempt.record((one) => lastOf(one)?.connectedAt != null)
    expect(lastOf(stored)).toMatchObject({ to: phoneNumber, askedBy: 'operator' })
    call.hangUp()
  })

  test('of two who ask at once one is told that it is under way', async () => {
    const attempt = await talking({ does: 'no_answer' })
    const { call, person } = attempt
    const asks = Array.from({ length: 5 }, () => byOperator(call, { phoneNumber: person }))
    const statuses = (await Promise.all(asks)).map(({ status }) => status).toSorted()
    expect(statuses).toEqual([202, 409, 409, 409, 409])
    await attempt.ringing()
    expect(attempt.legs).toHaveLength(1)
    call.hangUp()
  })
})

/** Every request about this call does that, the first `times`. */
function failing(path: string, fault: RestFault, times: number): void {
  let left = times
  transfers.harness.twilio.failRest((request) => {
    if (!request.path.includes(path) || left === 0) return undefined
    left -= 1
    return fault
  })
}

describe('when Twilio fails for a moment', () => {
  test('the ringing for a caller who has left ends all the same', async () => {
    const attempt = await talking({ does: 'no_answer' })
    await control(attempt.call, 'transfer', { phoneNumber: attempt.person })
    const leg = await attempt.ringing()
    failing(`/Calls/${leg.callSid}.json`, { status: 503 }, 1)
    attempt.call.hangUp()
    expect((await leg.ended).status).toBe('canceled')
  })

  test('a person in the room whose caller is not moved is let go all the same', async () => {
    const attempt = await talking({ does: 'accept', pickUpMs: 1_500 })
    await control(attempt.call, 'transfer', { phoneNumber: attempt.person })
    const leg = await attempt.leg()
    let refusals = 1
    transfers.harness.twilio.failRest(({ path }) => {
      if (path.includes(`/Calls/${attempt.call.callSid}.json`)) return { status: 400 }
      if (!path.includes(`/Calls/${leg.callSid}.json`) || refusals === 0) return undefined
      refusals -= 1
      return { status: 503 }
    })
    expect(lastOf(await attempt.over())).toMatchObject({ outcome: 'carrier_failed' })
    await leg.ended
    expect(leg.said.at(-1)).toBe('The caller is not on the line any more. Goodbye.')
    await attempt.endsWithAgent()
  })
})

test('what is first told of a person after the call is in its record, and nothing of nobody', async () => {
  const { harness } = transfers
  harness.twilio.failRest(({ path }) =>
    path.endsWith('/Calls.json') ? { status: 400 } : undefined,
  )
  const attempt = await talking()
  await control(attempt.call, 'transfer', { phoneNumber: attempt.person })
  await attempt.over()
  attempt.call.hangUp()
  await attempt.call.ended
  await harness.storedCall(attempt.call.callSid)
  const gone = { CallSid: newSid('CA'), CallStatus: 'completed', CallDuration: '7' }
  for (const number of [2, 1, 1]) {
    await harness.post(`/twilio/person/${attempt.call.callSid}/${number}/status`, gone)
  }
  const stored = await attempt.record((one) => lastOf(one)?.legSec != null)
  expect(stored.call.transfers).toMatchObject([{ outcome: 'carrier_failed', legSec: 7 }])
})
