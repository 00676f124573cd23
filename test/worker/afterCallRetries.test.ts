/** What fails after a call is tried again, later: the Worker's clock is put forward. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '../../convex/_generated/api.js'
import { webhookSchema } from '../../convex/model/afterCall.ts'
import { settingsAnswerSchema } from '../../convex/model/api.ts'
import type { AfterCallRecord } from '../../convex/model/outcome.ts'
import type { SimulatedCall } from '../simulators/twilio/index.ts'
import {
  type AfterCallRig,
  afterOf as storedAfter,
  numberWith,
  SECRET,
  startRig,
  storeSecret,
} from './afterCallAgents.ts'
import { operator } from './agents.ts'
import { ask, hearOut } from './harness.ts'
import { eventually } from './storedCall.ts'

let rig: AfterCallRig
let secret: string
beforeAll(async () => {
  rig = await startRig({ atDiscord: true, discord: { limit: 100 } })
  secret = await storeSecret(rig, SECRET)
})
afterAll(() => rig.close())

const webhook = (path: string) => webhookSchema.parse({ url: rig.receiver.urlOf(path), secret })

/** A short conversation, from pick-up to hang-up. */
async function converse(number: string): Promise<SimulatedCall> {
  const call = rig.harness.placeCall(number)
  await hearOut(call)
  await ask(call, 'When do you open?')
  await call.agentIdle(250)
  call.hangUp()
  await call.ended
  return call
}

/** Alarms do not follow a clock that is put forward, so the object is woken until it is as wanted. */
const afterOf = (callSid: string, ready: (after: AfterCallRecord) => boolean) =>
  storedAfter(rig, callSid, ready, () => rig.harness.wake(callSid))

test('an outcome is asked for again after what may pass, with a wait', async () => {
  const { structured } = rig.harness.model
  const number = await numberWith(rig, { outcome: { model: 'gpt-patient', fields: [] } })
  structured.nextFault({ kind: 'write', text: '{"summary": 1}' })
  const { callSid } = await converse(number)
  const waiting = await afterOf(callSid, ({ analysis }) => analysis?.state === 'waiting')
  expect(waiting.analysis).toMatchObject({
    tries: 1,
    problem: 'The model’s report is not in the shape asked for.',
  })
  await rig.harness.later(11_000)
  await afterOf(callSid, ({ analysis }) => analysis?.state === 'done')
})

test('webhooks that fail are told again, the same with the same id, until they answer', async () => {
  rig.receiver.plan('/flaky', { status: 503, headers: { 'retry-after': '60' } }, { status: 500 })
  const number = await numberWith(rig, { webhooks: [webhook('/flaky')] })
  const { callSid } = await converse(number)
  const first = await afterOf(callSid, ({ deliveries }) => deliveries[0]?.tries === 1)
  expect(first.deliveries[0]).toMatchObject({
    event: 'call.completed',
    to: rig.receiver.urlOf('/flaky'),
    state: 'waiting',
    status: 503,
    problem: 'It answered 503.',
  })
  const { lastAt, nextAt } = first.deliveries[0] ?? {}
  expect((nextAt ?? 0) - (lastAt ?? 0)).toBe(60_000)

  // The object is lost between two tries: neither is anything lost, nor told twice.
  await rig.harness.lose(callSid)
  await rig.harness.later(61_000)
  await afterOf(callSid, ({ deliveries }) => deliveries[0]?.tries === 2)
  await rig.harness.later(31_000)
  const after = await afterOf(callSid, ({ deliveries }) => deliveries[0]?.state === 'delivered')
  expect(after.deliveries).toMatchObject([
    { state: 'delivered', tries: 3, status: 204, problem: null },
  ])
  const received = rig.receiver.at('/flaky')
  expect(received.map(({ status }) => status)).toEqual([503, 500, 204])
  expect(new Set(received.map(({ id, body }) => id + body)).size).toBe(1)
  expect(received.every(({ signedBy }) => signedBy.includes(SECRET))).toBe(true)
})

test('webhooks hear no more of a call that is deleted', async () => {
  rig.receiver.plan('/deleted', { status: 500 })
  const number = await numberWith(rig, { webhooks: [webhook('/deleted')] })
  const { callSid } = await converse(number)
  await afterOf(callSid, ({ deliveries }) => deliveries[0]?.tries === 1)
  expect((await rig.browser.delete(`/api/calls/${callSid}`)).status).toBe(204)
  await rig.harness.later(10_000)
  await rig.harness.wake(callSid)
  expect(rig.receiver.at('/deleted')).toHaveLength(1)
  const client = await operator(rig.harness.url, rig.harness.owner)
  expect(await client.query(api.afterCalls.get, { callSid })).toBeNull()
})

test('the installation’s Discord webhook hears of calls of agents without one, and Settings tells of a refusal', async () => {
  const { installation, browser, harness } = rig
  const call = await converse(await numberWith(rig, {}))
  await eventually('the end', () => (installation?.text.includes(call.from) ? true : null))
  if (installation) installation.refuseWith = 403
  const refused = await converse(await numberWith(rig, {}))
  const problem = await eventually('the sentence', async () => {
    await harness.wake(refused.callSid)
    const { problems } = settingsAnswerSchema.parse(
      await (await browser.get('/api/settings')).json(),
    )
    return problems.find((text) => text.startsWith('DISCORD_WEBHOOK_URL'))
  })
  expect(problem).toContain('(403): nothing is posted there any more')
  expect(problem).not.toContain('token')
})
