/** Every way in which it can end that a caller wants to talk to a person, in whole calls. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TransferOutcome } from '../../convex/model/transfer.ts'
import { loudness, type PersonScript } from '../simulators/twilio/index.ts'
import { eventually } from './storedCall.ts'
import { callForm } from './streamByHand.ts'
import { lastOf, startTransfers, type Transfers } from './transfers.ts'

let transfers: Transfers
beforeAll(async () => {
  transfers = await startTransfers({ pricing: { price: '-0.0140', afterRequests: 0 } })
})
afterAll(() => transfers.harness.close())

const FAILURES: [TransferOutcome, PersonScript, string][] = [
  ['busy', { does: 'busy' }, 'is on another call'],
  ['no_answer', { does: 'no_answer' }, 'did not pick up'],
  ['carrier_failed', { does: 'failed' }, 'could not be reached'],
  // W5
  ['voicemail', { does: 'voicemail', amdMs: 300 }, 'only a machine picked up'],
]

describe.concurrent.each(['warm', 'cold'] as const)('%s', (mode) => {
  test('connected: the two talk, and the call is over when the person hangs up', async () => {
    const attempt = await transfers.begin({ does: 'accept' }, { mode })
    const { call, person } = attempt
    expect(await call.until('joined', 20_000)).toBe(attempt.room)
    const leg = await attempt.leg()
    const briefing =
      'A caller is waiting to talk to you. They want a refund. Press 1 to take the call.'
    expect(leg.said).toEqual(mode === 'warm' ? [briefing] : [])
    const talking = await attempt.record((stored) => lastOf(stored)?.connectedAt != null)
    expect(talking.call.status).toBe('in_progress')
    leg.hangUp()
    await call.ended
    const stored = await attempt.record((one) => lastOf(one)?.price != null)
    expect(stored.call).toMatchObject({ status: 'completed', endReason: 'transferred' })
    expect(lastOf(stored)).toMatchObject({
      attempt: 1,
      destination: 'Front desk',
      to: person,
      mode,
      askedBy: 'agent',
      outcome: 'connected',
      price: { amount: 0.014, currency: 'USD' },
    })
    expect(attempt.roomEvents.filter((name) => name === 'participant-join')).toHaveLength(2)
    expect(attempt.legs).toHaveLength(1)
  })

  test.each(FAILURES)(
    '%s: the agent knows why, and the caller has never left',
    async (outcome, script, told) => {
      const attempt = await transfers.begin(script, { mode, ringSec: 5 })
      expect(lastOf(await attempt.over())).toMatchObject({ outcome, connectedAt: null })
      await attempt.agentKnows(told)
      await (
        await attempt.leg()
      ).ended
      // A mailbox may wait in the room, and is alone there.
      const joins = attempt.roomEvents.filter((name) => name === 'participant-join')
      expect(joins.length).toBeLessThan(2)
      const { call } = await attempt.endsWithAgent()
      expect(call).toMatchObject({ status: 'completed', endReason: 'caller_hung_up' })
    },
  )

  test('W1, caller_left: they hang up while it rings, and the ringing stops', async () => {
    const attempt = await transfers.begin({ does: 'no_answer' }, { mode, ringSec: 120 })
    const leg = await attempt.ringing()
    attempt.call.hangUp()
    expect((await leg.ended).status).toBe('canceled')
    expect(lastOf(await attempt.over())).toMatchObject({ outcome: 'caller_left' })
  })

  test('withdrawn: the call is ended while it rings', async () => {
    const attempt = await transfers.begin({ does: 'no_answer' }, { mode, ringSec: 120 })
    const leg = await attempt.ringing()
    await transfers.end(attempt)
    expect((await leg.ended).status).toBe('canceled')
    expect(lastOf(await attempt.over())).toMatchObject({ outcome: 'withdrawn' })
  })
})

describe.concurrent('a person who picks up', () => {
  test.each(['2', ''])('and presses “%s” has declined', async (key) => {
    const attempt = await transfers.begin({ does: 'decline', key })
    expect(lastOf(await attempt.over())).toMatchObject({ outcome: 'declined' })
    await attempt.agentKnows('cannot take the call')
    await (
      await attempt.leg()
    ).ended
    expect(attempt.roomEvents).toEqual([])
    await attempt.endsWithAgent()
  })

  test('and hangs up in the briefing has left', async () => {
    const attempt = await transfers.begin({ does: 'hang_up' })
    expect(lastOf(await attempt.over())).toMatchObject({ outcome: 'person_left' })
    await attempt.agentKnows('hung up before the caller was there')
    await attempt.endsWithAgent()
  })

  test('cold, and hangs up before it is known that they are no machine, has left', async () => {
    // Where a second takes its time, so that they leave before the verdict on a busy machine, too.
    const patient = await startTransfers({ phone: { secondMs: 1_000 } })
    try {
      const attempt = await patient.begin({ does: 'accept', amdMs: 5_000 }, { mode: 'cold' })
      const leg = await attempt.leg()
      await leg.until('joined')
      leg.hangUp()
      expect(lastOf(await attempt.over())).toMatchObject({ outcome: 'person_left' })
      await attempt.endsWithAgent()
    } finally {
      await patient.harness.close()
    }
  })

  test('and hangs up later leaves the caller to the agent, where that is set', async () => {
    const attempt = await transfers.begin({ does: 'accept' }, { afterwards: 'agent' })
    await attempt.record((stored) => lastOf(stored)?.connectedAt != null)
    const leg = await attempt.leg()
    leg.hangUp()
    const stored = await attempt.endsWithAgent(2)
    expect(lastOf(stored)).toMatchObject({ outcome: 'connected' })
    expect(stored.call.endReason).toBe('caller_hung_up')
  })
})

describe.concurrent('on the way to a person', () => {
  test('W3: an extension is dialled after the answer, which machines are not listened for', async () => {
    const phoneNumber = '+12025550170'
    transfers.harness.twilio.persons.set(phoneNumber, { does: 'no_answer' })
    const target = { kind: 'phone', phoneNumber, extension: 'wwww1234#' } as const
    const attempt = await transfers.begin({ does: 'accept' }, { target, mode: 'cold' })
    const stored = await attempt.over()
    expect(lastOf(stored)).toMatchObject({ outcome: 'no_answer', to: phoneNumber })
    await attempt.agentKnows('did not pick up')
    const asked = transfers.harness.twilio.restRequests.find(
      ({ params }) => params['To'] === phoneNumber,
    )
    expect(asked?.params).toMatchObject({ SendDigits: 'wwww1234#', Timeout: '25' })
    expect(asked?.params).not.toHaveProperty('MachineDetection')
    await attempt.endsWithAgent()
  })

  test('W3: whoever answers behind an extension is asked to press 1', async () => {
    const phoneNumber = '+12025550171'
    transfers.harness.twilio.persons.set(phoneNumber, { does: 'accept' })
    const target = { kind: 'phone', phoneNumber, extension: 'ww12' } as const
    const attempt = await transfers.begin({ does: 'accept' }, { target, mode: 'cold' })
    await attempt.call.until('joined', 20_000)
    const leg = transfers.harness.twilio.outgoing.find(({ to }) => to === phoneNumber)
    expect(leg?.playedDigits.join('')).toBe('12')
    expect(leg?.said).toHaveLength(1)
    await attempt.record((stored) => lastOf(stored)?.connectedAt != null)
    attempt.call.hangUp()
    expect(lastOf(await attempt.over())).toMatchObject({ outcome: 'connected' })
  })

  test('W6: the music is heard, and neither taken for the caller nor answered', async () => {
    const attempt = await transfers.begin({ does: 'no_answer' }, { ringSec: 50, hold: 'music' })
    const { call, number } = attempt
    const { conversation } = await transfers.harness.sessionFor(number)
    const said = () => conversation.transcript.map(({ text }) => text)
    await eventually('the agent, who says that somebody is called', () =>
      said().includes('They are being called.') ? true : null,
    )
    const before = said()
    const loud: string[] = []
    call.on('agentAudio', (payload) => {
      if (loudness(Buffer.from(payload, 'base64')) > 100) loud.push(payload)
    })
    await eventually('music', () => (loud.length > 3 ? true : null))
    expect(said()).toEqual(before)
    call.hangUp()
    const { turns } = await attempt.over()
    expect(turns.filter(({ role }) => role === 'caller')).toHaveLength(1)
  })

  test('W7: the end of the stream hangs nobody up: what follows is the room', async () => {
    const attempt = await transfers.begin({ does: 'accept' })
    const { call, number } = attempt
    await call.until('joined', 20_000)
    expect(call.stream).toBeUndefined()
    const { body } = await transfers.harness.post('/twilio/resume', callForm(number, call.callSid))
    expect(body).toContain(`>${attempt.room}</Conference>`)
    expect(call.status).toBe('in-progress')
    call.hangUp()
    await (
      await attempt.leg()
    ).ended
    expect(lastOf(await attempt.over())).toMatchObject({ outcome: 'connected' })
  })
})

describe('what comes of a call that is over, or was never there', () => {
  test('nobody is briefed: they hear that the caller is gone', async () => {
    const attempt = await transfers.begin({ does: 'no_answer' }, { ringSec: 120 })
    const leg = await attempt.ringing()
    attempt.call.hangUp()
    await leg.ended
    await attempt.over()
    const path = `/twilio/person/${attempt.call.callSid}/1`
    for (const step of ['', '/key']) {
      const { status, body } = await transfers.harness.post(path + step, { CallSid: leg.callSid })
      expect(status).toBe(200)
      expect(body).toMatch(/The caller is not on the line any more.*<Hangup/)
    }
  })

  test.each(['', '/key'])('an unknown call’s person is hung up: %s', async (step) => {
    const CallSid = `CA${'e'.repeat(32)}`
    const unknown = `/twilio/person/CA${'d'.repeat(32)}/1${step}`
    expect(await transfers.harness.post(unknown, { CallSid })).toMatchObject({
      status: 200,
      body: expect.stringContaining('<Hangup'),
    })
    const none = `/twilio/person/nobody/x${step}`
    expect(await transfers.harness.post(none, { CallSid })).toMatchObject({
      status: 200,
      body: expect.stringContaining('<Response><Hangup'),
    })
  })

  test.each([
    ['/status', { CallStatus: 'ringing' }],
    ['/amd', { AnsweredBy: 'human' }],
    ['/room', { StatusCallbackEvent: 'participant-join' }],
  ])('what is told of it is taken: %s', async (step, form) => {
    const path = `/twilio/person/CA${'d'.repeat(32)}/1${step}`
    const params = { CallSid: `CA${'e'.repeat(32)}`, ...form }
    expect((await transfers.harness.post(path, params)).status).toBe(204)
    const { status } = await transfers.harness.post(path, params, { authToken: 'another' })
    expect(status).toBe(403)
  })
})
