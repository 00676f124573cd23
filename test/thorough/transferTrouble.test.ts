/** Callers are put through while callbacks come as badly as they can, requests fail, and objects are lost. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { TransferOutcome } from '../../convex/model/transfer.ts'
import type { PersonScript, RestFault } from '../simulators/twilio/index.ts'
import { eventually } from '../worker/storedCall.ts'
import { type Attempt, lastOf, startTransfers, type Transfers } from '../worker/transfers.ts'

let transfers: Transfers
beforeAll(async () => {
  transfers = await startTransfers()
})
afterEach(() => {
  transfers.harness.twilio.failRest(null)
  transfers.harness.twilio.setDelivery({})
})
afterAll(() => transfers.harness.close())

/** Requests to change the caller's call do this. */
function whenMoved({ call }: Attempt, fault: RestFault): void {
  transfers.harness.twilio.failRest(({ path }) =>
    path.includes(`/Calls/${call.callSid}.json`) ? fault : undefined,
  )
}

/** A person who lets it ring for so long that things can happen before. */
const SLOW = { does: 'accept', pickUpMs: 2_500 } as const
const PATIENT = { ringSec: 120 }

describe('callbacks that come late, twice and in any order', () => {
  const CASES: [TransferOutcome, PersonScript][] = [
    ['busy', { does: 'busy' }],
    ['no_answer', { does: 'no_answer' }],
    ['voicemail', { does: 'voicemail' }],
    ['declined', { does: 'decline' }],
  ]
  test.each(CASES)('%s is known, and nobody is called again', async (outcome, script) => {
    transfers.harness.twilio.setDelivery({ shuffleMs: 500, twice: true })
    const attempt = await transfers.begin(script, { ringSec: 5 })
    expect(lastOf(await attempt.over())).toMatchObject({ outcome })
    await (
      await attempt.leg()
    ).ended
    const stored = await attempt.endsWithAgent()
    expect(stored.call.transfers).toHaveLength(1)
    expect(attempt.legs).toHaveLength(1)
  })

  test.each(['warm', 'cold'] as const)('the two meet all the same: %s', async (mode) => {
    transfers.harness.twilio.setDelivery({ shuffleMs: 500, twice: true })
    const attempt = await transfers.begin({ does: 'accept' }, { mode })
    await attempt.record((stored) => lastOf(stored)?.connectedAt != null)
    const leg = await attempt.leg()
    leg.hangUp()
    await attempt.call.ended
    const stored = await transfers.harness.storedCall(attempt.call.callSid)
    expect(stored.call).toMatchObject({ status: 'completed', endReason: 'transferred' })
    expect(stored.call.transfers).toMatchObject([{ outcome: 'connected' }])
    expect(attempt.legs).toHaveLength(1)
  })
})

describe('a carrier that refuses', () => {
  test('to ring the person: the agent knows, and operators know why', async () => {
    transfers.harness.twilio.failRest(({ path }) =>
      path.endsWith('/Calls.json') ? { status: 400 } : undefined,
    )
    const attempt = await transfers.begin({ does: 'accept' })
    const stored = await attempt.over()
    expect(lastOf(stored)).toMatchObject({ outcome: 'carrier_failed' })
    expect(JSON.stringify(stored.events)).toContain('A fault was asked for.')
    await attempt.agentKnows('could not be reached')
    await attempt.endsWithAgent()
  })

  test('to move the caller: the person is told, and the agent goes on', async () => {
    const attempt = await transfers.begin(SLOW, PATIENT)
    const leg = await attempt.leg()
    whenMoved(attempt, { status: 400 })
    expect(lastOf(await attempt.over())).toMatchObject({ outcome: 'carrier_failed' })
    await leg.ended
    expect(leg.said.at(-1)).toBe('The caller is not on the line any more. Goodbye.')
    await attempt.endsWithAgent()
  })

  test('to answer: whoever rings all the same is let go', async () => {
    transfers.harness.twilio.failRest(({ path }) =>
      path.endsWith('/Calls.json') ? { delayMs: 11_000 } : undefined,
    )
    const attempt = await transfers.begin({ does: 'no_answer' }, PATIENT)
    const stored = await attempt.over()
    expect(lastOf(stored)).toMatchObject({ outcome: 'carrier_failed' })
    const leg = await attempt.leg()
    expect((await leg.ended).status).toBe('canceled')
    await attempt.endsWithAgent()
  })
})

test('a caller who arrives when the person has left is brought back', async () => {
  const attempt = await transfers.begin(SLOW, PATIENT)
  const leg = await attempt.leg()
  whenMoved(attempt, { delayMs: 1_500 })
  await leg.until('joined', 20_000)
  const arrived = attempt.call.until('joined', 20_000)
  leg.hangUp()
  expect(lastOf(await attempt.over())).toMatchObject({ outcome: 'person_left' })
  await arrived
  transfers.harness.twilio.failRest(null)
  const stored = await attempt.endsWithAgent(2)
  expect(stored.call).toMatchObject({ status: 'completed', endReason: 'caller_hung_up' })
})

describe('a call whose object is lost', () => {
  test('while it rings: the two meet all the same', async () => {
    const attempt = await transfers.begin(SLOW, PATIENT)
    const leg = await attempt.ringing()
    await transfers.harness.lose(attempt.call.callSid)
    await attempt.record((stored) => lastOf(stored)?.connectedAt != null)
    leg.hangUp()
    await attempt.call.ended
    const stored = await transfers.harness.storedCall(attempt.call.callSid)
    expect(stored.call).toMatchObject({ endReason: 'transferred' })
    expect(stored.call.transfers).toMatchObject([{ outcome: 'connected' }])
    expect(attempt.legs).toHaveLength(1)
  })

  test('while the two talk: what comes after is as it would have been', async () => {
    const attempt = await transfers.begin({ does: 'accept' }, { afterwards: 'agent' })
    await attempt.record((stored) => lastOf(stored)?.connectedAt != null)
    await transfers.harness.lose(attempt.call.callSid)
    const leg = await attempt.leg()
    leg.hangUp()
    const stored = await attempt.endsWithAgent(2)
    expect(stored.call.transfers).toMatchObject([{ outcome: 'connected' }])
  })

  test('W1, while it rings, and the caller hangs up: the ringing stops', async () => {
    const attempt = await transfers.begin({ does: 'no_answer' }, PATIENT)
    const leg = await attempt.ringing()
    const { call } = attempt
    await eventually('the name of the person’s side of the line', async () =>
      (await transfers.harness.storageOf(call.callSid)).includes(leg.callSid) ? true : null,
    )
    await transfers.harness.lose(call.callSid)
    await eventually('the agent over another stream', () => call.streams[1]?.firstAudioAt)
    call.hangUp()
    expect((await leg.ended).status).toBe('canceled')
    expect(lastOf(await attempt.over())?.outcome).toBe('caller_left')
  })
})
