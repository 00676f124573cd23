import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Gateway, startGateway } from './gateway.ts'
import { type Harness, hearOut, startHarness } from './harness.ts'
import { eventually } from './storedCall.ts'

/** One Worker is the Convex deployment of the other, behind a gateway that can be closed. */
let deployment: Harness
let gateway: Gateway
let harness: Harness
beforeAll(async () => {
  deployment = await startHarness()
  gateway = await startGateway(deployment.url)
  const { owner } = deployment
  // Without an account nothing is asked of Twilio, so nothing but the retry can deliver a record.
  const vars = { CONVEX_URL: gateway.url, TWILIO_ACCOUNT_SID: null }
  harness = await startHarness({ owner, vars })
})
afterAll(async () => {
  await harness.close()
  await gateway.close()
  await deployment.close()
})

test('with the data down, the last good answer for a number is used, and the record comes later', async () => {
  const number = await deployment.newNumber()
  const before = harness.placeCall(number)
  await hearOut(before)
  before.hangUp()
  const { call: first } = await harness.storedCall(before.callSid)
  expect(first).toMatchObject({ status: 'completed', to: number })

  gateway.open = false
  const during = harness.placeCall(number)
  await hearOut(during)
  during.hangUp()
  await during.ended
  expect(during.said).toEqual([])
  const refused = gateway.refused
  await eventually('another try', () => (gateway.refused > refused ? true : null))

  gateway.open = true
  const { call, turns } = await harness.storedCall(
    during.callSid,
    (stored) => stored.call.carrierStatus === 'completed',
  )
  expect(call).toMatchObject({ status: 'completed', endReason: 'caller_hung_up', to: number })
  expect(turns.map(({ heardText }) => heardText)).toEqual(['Hello.'])
})

test('with the data down, a caller of a number that was never called hears an apology', async () => {
  const number = await deployment.newNumber()
  gateway.open = false
  const call = harness.placeCall(number)
  await call.ended
  gateway.open = true
  expect(call.said).toEqual([
    'Sorry, we are having a technical problem and cannot go on with this call.',
  ])
  expect(await harness.sessions()).toBe(0)
})
