/** Callers of a trunk who are put through to persons: OpenAI has the network send them on, and nobody tells how it went. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DestinationInput } from '../worker/agents.ts'
import { callerSays, type Harness, type Line, startHarness } from '../worker/harness.ts'
import { Browser } from '../worker/browser.ts'
import { eventually } from '../worker/storedCall.ts'

const PASSWORD = 'a-long-enough-password'
const DESK = '+12125557801'
let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ losable: true, vars: { OPERATOR_PASSWORD: PASSWORD } })
})
afterAll(() => harness.close())

const desk: DestinationInput = {
  name: 'Front desk',
  target: { kind: 'phone', phoneNumber: DESK },
  mode: 'cold',
}
const asks = {
  name: 'transfer_to_human',
  arguments: { destination: 'Front desk', summary: 'They want a refund.' },
}
const script = (): Line[] => [
  { say: 'I will try.', tools: [asks] },
  { say: 'You are sent on now.' },
  { say: 'It did not work, I am sorry.' },
]

/** A caller of a trunk who has asked for a person; `onRefer`: what becomes of the REFER. */
async function asking(
  onRefer: 'goes' | 'refuses' | 'unsupported' | 'only_says_so',
  destination = desk,
) {
  const number = await harness.newNumber({}, script(), { tools: { destinations: [destination] } })
  const { phone, call } = harness.model.sip.placeCall({ to: number })
  phone.onRefer = onRefer
  expect(await call.decided).toBe(200)
  await phone.heardOut()
  await phone.speak(callerSays('I want to talk to somebody.'))
  return { phone, call }
}

const transfersOf = async (callId: string) =>
  (await harness.storedCall(callId, ({ call }) => call.transfers?.at(-1)?.outcome != null)).call
    .transfers

describe('a caller of a trunk', () => {
  test('is sent on once they have heard it, and the call is over, unconfirmed', async () => {
    const { phone, call } = await asking('goes')
    await call.ended
    expect(phone.referredTo).toEqual([`tel:${DESK}`])
    const { call: record, turns, events } = await harness.storedCall(call.callId)
    expect(record).toMatchObject({ status: 'completed', endReason: 'transferred', failure: null })
    expect(record.transfers).toMatchObject([
      { outcome: 'handed_over', mode: 'cold', to: DESK, connectedAt: null },
    ])
    expect(turns.at(-1)).toMatchObject({ heardText: 'You are sent on now.', interrupted: false })
    expect(events.map(({ summary }) => summary).join('\n')).toContain('unconfirmed')
  })

  test('is sent to a SIP address as well', async () => {
    const uri = 'sip:desk@example.com'
    const { phone, call } = await asking('goes', { ...desk, target: { kind: 'sip', uri } })
    await call.ended
    expect(phone.referredTo).toEqual([uri])
  })

  test.each(['refuses', 'unsupported'] as const)(
    'stays with the agent where the network %s to send them on, and the record says why',
    async (onRefer) => {
      const { phone, call } = await asking(onRefer)
      expect(await transfersOf(call.callId)).toMatchObject([{ outcome: 'carrier_failed' }])
      await eventually('the apology', () => phone.hears || null)
      await phone.heardOut()
      phone.hangUp()
      const { call: record, turns, events } = await harness.storedCall(call.callId)
      expect(record.endReason).toBe('caller_hung_up')
      expect(turns.at(-1)?.heardText).toBe('It did not work, I am sorry.')
      const failed = events.find(({ kind }) => kind === 'carrier_error')
      expect(failed?.detail).toMatch(/OpenAI did not have the call handed over: 400 .*answered/)
    },
  )

  test('is put through by an operator, who may type a number', async () => {
    const number = await harness.newNumber()
    const { phone, call } = harness.model.sip.placeCall({ to: number })
    expect(await call.decided).toBe(200)
    await phone.heardOut()
    const browser = await new Browser(harness.url).signIn(PASSWORD)
    await browser.post(`/api/calls/${call.callId}/transfer`, { phoneNumber: DESK })
    await call.ended
    expect(phone.referredTo).toEqual([`tel:${DESK}`])
  })

  test('is offered nobody who is to be briefed, and the timeline says so', async () => {
    const warm: DestinationInput = { ...desk, mode: 'warm' }
    const number = await harness.newNumber({}, [], { tools: { destinations: [warm] } })
    const { phone, call } = harness.model.sip.placeCall({ to: number })
    expect(await call.decided).toBe(200)
    await phone.heardOut()
    const browser = await new Browser(harness.url).signIn(PASSWORD)
    const refused = await browser.post(`/api/calls/${call.callId}/transfer`, {
      destination: 'Front desk',
    })
    expect(refused.status).toBe(409)
    phone.hangUp()
    expect(JSON.stringify(call.accepted?.tools ?? [])).not.toContain('transfer_to_human')
    const { events } = await harness.storedCall(call.callId)
    expect(events.map(({ summary }) => summary).join('\n')).toContain('Not offered: Front desk')
  })

  test('whose object is lost in the middle of it is handed over all the same', async () => {
    const { phone, call } = await asking('only_says_so')
    await eventually('the REFER', () => phone.referredTo[0])
    await harness.lose(call.callId)
    await harness.wake(call.callId)
    await eventually('an attachment', () => call.attachments > 1 || null)
    phone.hangUp()
    expect(await transfersOf(call.callId)).toMatchObject([{ outcome: 'handed_over' }])
    expect(phone.referredTo).toHaveLength(1)
  })

  test('who is still there after ten seconds stays with the agent', async () => {
    const { phone, call } = await asking('only_says_so')
    await eventually('the REFER', () => phone.referredTo[0])
    await harness.later(10_000)
    await harness.wake(call.callId)
    expect(await transfersOf(call.callId)).toMatchObject([{ outcome: 'carrier_failed' }])
    await eventually('the apology', () => phone.hears || null)
    phone.hangUp()
  })
})
