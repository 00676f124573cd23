/** Calls that Twilio brings and sends on to OpenAI's SIP connector: by a dial, or into a room. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callerSays, type Harness, startHarness } from '../worker/harness.ts'
import { heard, legOf } from '../worker/sipLegs.ts'
import { eventually } from '../worker/storedCall.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ losable: true, phone: { secondMs: 100, callsPerSecond: 50 } })
})
afterAll(() => harness.close())

describe.each(['sip_dial', 'sip_conference'] as const)('%s', (way) => {
  test('the caller talks to the agent, in the call that Twilio knows', async () => {
    const number = await harness.newNumber({}, [{ say: 'At nine.' }], { way })
    const call = harness.placeCall(number)
    const leg = await legOf(harness, call.callSid)
    await heard(leg, 1)
    await call.speak(callerSays('When do you open?'))
    await heard(leg, 2)
    call.hangUp()
    await call.ended
    const { call: record, turns } = await harness.storedCall(call.callSid)
    expect(record).toMatchObject({
      callSid: call.callSid,
      carrier: 'sip',
      from: '+12025550199',
      to: number,
      status: 'completed',
      endReason: 'caller_hung_up',
    })
    expect(turns.map(({ text }) => text)).toEqual(['Hello.', expect.any(String), 'At nine.'])
    expect(call.streams).toEqual([])
    await leg.ended
  })

  test('the agent hangs up, and so does the caller’s call', async () => {
    const goodbye = [{ say: 'Goodbye then.', tools: [{ name: 'end_call', arguments: {} }] }]
    const number = await harness.newNumber({}, goodbye, { way, tools: { endCall: true } })
    const call = harness.placeCall(number)
    const leg = await legOf(harness, call.callSid)
    await heard(leg, 1)
    await call.speak(callerSays('Goodbye.'))
    await call.ended
    const { call: record } = await harness.storedCall(call.callSid)
    expect(record).toMatchObject({ status: 'completed', endReason: 'agent_ended' })
  })

  test('an agent that cannot answer so is apologised for', async () => {
    const number = await harness.newNumber({}, [], { way, engine: { engine: 'echo' } })
    const call = harness.placeCall(number)
    await call.ended
    expect(call.said.join(' ')).not.toBe('')
    const { call: record } = await harness.storedCall(call.callSid)
    expect(record).toMatchObject({ status: 'failed', endReason: 'not_configured' })
  })

  test('the caller is put through to a person, and comes back to the agent', async () => {
    const person = way === 'sip_dial' ? '+12125557701' : '+12125557702'
    harness.twilio.persons.set(person, { does: 'accept', says: ['How can I help you?'] })
    const tools = [
      {
        name: 'transfer_to_human',
        arguments: { destination: 'Front desk', summary: 'They want a refund.' },
      },
    ]
    const script = [
      { say: 'I will try.', tools },
      { say: 'They are being called.' },
      { say: 'Welcome back.' },
    ]
    const destination = {
      name: 'Front desk',
      target: { kind: 'phone' as const, phoneNumber: person },
      afterwards: 'agent' as const,
    }
    const number = await harness.newNumber({}, script, {
      way,
      tools: { destinations: [destination] },
    })
    const call = harness.placeCall(number)
    const leg = await legOf(harness, call.callSid)
    await heard(leg, 1)
    await call.speak(callerSays('I want to talk to somebody.'))
    const personLeg = await eventually('the person', () =>
      harness.twilio.outgoing.find(({ to }) => to === person),
    )
    await harness.storedCall(
      call.callSid,
      (stored) => stored.call.transfers?.at(-1)?.connectedAt != null,
    )
    await leg.ended
    personLeg.hangUp()
    const back = await legOf(harness, call.callSid, 1)
    await heard(back, 1)
    call.hangUp()
    const { call: record, turns } = await harness.storedCall(call.callSid)
    expect(record).toMatchObject({ status: 'completed', endReason: 'caller_hung_up' })
    expect(record.transfers).toMatchObject([{ outcome: 'connected' }])
    expect(turns.at(-1)?.text).toBe('Welcome back.')
    const told = back.session?.conversation.items.map((item) => JSON.stringify(item)).join()
    expect(told).toContain('Hello.')
  })
})
