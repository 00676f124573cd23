/** Whole calls, and what becomes of them: outcome, webhooks, Discord. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '../../convex/_generated/api.js'
import { outcomeFieldSchema, webhookSchema } from '../../convex/model/afterCall.ts'
import type { AfterCallRecord } from '../../convex/model/outcome.ts'
import type { SimulatedCall } from '../simulators/twilio/index.ts'
import {
  type AfterCallRig,
  afterOf,
  EARLIER,
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
let earlierSecret: string
beforeAll(async () => {
  rig = await startRig()
  secret = await storeSecret(rig, SECRET)
  earlierSecret = await storeSecret(rig, EARLIER)
})
afterAll(() => rig.close())

const FIELDS = [
  { name: 'reason', type: 'text', description: 'Why they called' },
  { name: 'meal', type: 'choice', description: 'Which meal', choices: ['lunch', 'dinner'] },
].map((field) => outcomeFieldSchema.parse(field))

const webhook = (path: string, changes: object = {}) =>
  webhookSchema.parse({ url: rig.receiver.urlOf(path), secret, ...changes })

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

const isDone = ({ analysis }: AfterCallRecord): boolean => analysis?.state === 'done'
const allSettled = ({ deliveries }: AfterCallRecord): boolean =>
  deliveries.length > 0 && deliveries.every(({ state }) => state !== 'waiting')

describe('the outcome of a call', () => {
  test('is found in what was heard, stored, searched by, and on the bill', async () => {
    const number = await numberWith(rig, { outcome: { model: 'gpt-test', fields: FIELDS } })
    const { callSid } = await converse(number)
    const { analysis } = await afterOf(rig, callSid, isDone)
    expect(analysis).toMatchObject({
      model: 'gpt-test',
      outcome: 'resolved',
      summary: 'A word.',
      fields: [
        { name: 'reason', type: 'text', value: 'A word.' },
        { name: 'meal', type: 'choice', value: 'lunch' },
      ],
    })
    const question = rig.harness.model.structured.questions.find(
      ({ model }) => model === 'gpt-test',
    )
    expect(question?.input).toMatch(
      /Agent: Hello\.\nCaller: \(.* seconds of speech\)\nAgent: Yes\./,
    )
    expect(question?.safetyIdentifier).not.toContain('+1')
    const { call } = await rig.harness.storedCall(callSid, (stored) =>
      stored.call.usage.some(({ part }) => part === 'analysis'),
    )
    expect(call.usage.filter(({ part }) => part === 'analysis').map(({ unit }) => unit)).toEqual([
      'text_in_tokens',
      'text_out_tokens',
    ])
    const client = await operator(rig.harness.url, rig.harness.owner)
    const found = async (filters: object) => {
      const paginationOpts = { numItems: 10, cursor: null }
      const { page } = await client.query(api.voiceCalls.list, { ...filters, paginationOpts })
      return page.map((one) => one.callSid)
    }
    expect(await found({ outcome: 'resolved', number })).toEqual([callSid])
    expect(await found({ field: 'meal=lunch', number })).toEqual([callSid])
    expect(await found({ field: 'meal=dinner', number })).toEqual([])
    expect(await found({ outcome: 'unresolved', number })).toEqual([])
  })

  test('that cannot be had is said in a sentence, and tried again when somebody asks', async () => {
    const { structured } = rig.harness.model
    const number = await numberWith(rig, { outcome: { model: 'gpt-other', fields: [] } })
    structured.nextFault({ kind: 'refuse', status: 404 })
    const { callSid } = await converse(number)
    const failed = await afterOf(rig, callSid, ({ analysis }) => analysis?.state === 'failed')
    expect(failed.analysis).toMatchObject({
      problem: 'OpenAI has no model gpt-other for this key.',
    })
    const again = await rig.browser.post(`/api/calls/${callSid}/outcome`)
    expect(again.status).toBe(202)
    await afterOf(rig, callSid, isDone)
    // There is nothing to be tried any more.
    expect((await rig.browser.post(`/api/calls/${callSid}/outcome`)).status).toBe(409)
  })

  test('of a call in which the caller said nothing costs nothing', async () => {
    const number = await numberWith(rig, { outcome: { model: 'gpt-silent', fields: FIELDS } })
    const call = rig.harness.placeCall(number)
    await hearOut(call)
    call.hangUp()
    const { analysis } = await afterOf(rig, call.callSid, isDone)
    expect(analysis).toMatchObject({ outcome: 'nothing_said', model: '', summary: '' })
    expect(rig.harness.model.structured.questions.map(({ model }) => model)).not.toContain(
      'gpt-silent',
    )
  })
})

describe.concurrent('webhooks', () => {
  const EVENTS = ['call.started', 'call.completed', 'call.analyzed'] as const

  test('are told of the start, the end and the outcome, signed with both secrets', async () => {
    const number = await numberWith(rig, {
      outcome: { model: '', fields: [] },
      webhooks: [webhook('/all', { earlierSecret, events: [...EVENTS] }), webhook('/end')],
    })
    const { callSid } = await converse(number)
    await afterOf(rig, callSid, (after) => after.deliveries.length === 4 && allSettled(after))
    const all = rig.receiver.at('/all')
    expect(all.map(({ event }) => event.type)).toEqual(EVENTS)
    expect(all.map(({ signedBy }) => signedBy)).toEqual(EVENTS.map(() => [SECRET, EARLIER]))
    expect(new Set(all.map(({ id }) => id)).size).toBe(3)
    for (const { event } of all) {
      expect(event).toMatchObject({ version: 1, data: { call: { id: callSid, to: number } } })
    }
    expect(all[1]?.event.data['transcript']).toEqual([
      expect.objectContaining({ role: 'agent', text: 'Hello.' }),
      expect.objectContaining({ role: 'caller' }),
      expect.objectContaining({ role: 'agent', text: 'Yes.' }),
    ])
    expect(all[2]?.event.data['outcome']).toMatchObject({ outcome: 'resolved' })
    const [end, ...others] = rig.receiver.at('/end')
    expect(others).toEqual([])
    expect(end?.signedBy).toEqual([SECRET])
  })

  test('that are gone are not asked again, but when somebody wants it', async () => {
    rig.receiver.plan('/gone', { status: 410 })
    const number = await numberWith(rig, { webhooks: [webhook('/gone')] })
    const { callSid } = await converse(number)
    const stopped = await afterOf(rig, callSid, allSettled)
    expect(stopped.deliveries).toMatchObject([
      { state: 'stopped', nextAt: null, problem: expect.stringContaining('410') },
    ])
    const id = stopped.deliveries[0]?.id
    const again = await rig.browser.post(`/api/calls/${callSid}/deliveries`, { id })
    expect(again.status).toBe(202)
    await afterOf(rig, callSid, ({ deliveries }) => deliveries[0]?.state === 'delivered')
    expect(rig.receiver.at('/gone').map((one) => one.id)).toEqual([id, id])
  })

  test('say when their secret is not there, or their address may not be asked', async () => {
    const missing = 'sec_AAAAAAAAAAAAAAAAAAAAAA'
    const number = await numberWith(rig, {
      webhooks: [
        webhook('/unsigned', { secret: missing }),
        webhook('/inward', { url: 'http://10.0.0.1/hook' }),
      ],
    })
    const { callSid } = await converse(number)
    const after = await afterOf(rig, callSid, ({ deliveries }) =>
      deliveries.every(({ tries }) => tries === 1),
    )
    expect(after.deliveries).toMatchObject([
      { state: 'waiting', status: null, problem: expect.stringContaining('not stored here') },
      { state: 'stopped', status: null, problem: expect.stringContaining('private network') },
    ])
    expect(rig.receiver.at('/unsigned')).toEqual([])
  })
})

const discordFor = async () => {
  const { address, side } = rig.discord.newWebhook()
  return { side, reference: await storeSecret(rig, address) }
}

describe.concurrent('Discord', () => {
  test('hears start, lines and end, in order, and nothing that was not heard', async () => {
    const { side, reference } = await discordFor()
    const number = await numberWith(rig, { discord: reference })
    const call = await converse(number)
    await eventually('the end', () => (side.text.includes('is over') ? true : null))
    expect(side.text.split('\n')).toEqual([
      `**${call.from} calls Reception.**`,
      'Agent: Hello.',
      expect.stringMatching(/^Caller: \(.*seconds of speech\)$/),
      'Agent: Yes.',
      expect.stringMatching(/^\*\*The call is over after 0:\d\d: caller hung up\.\*\*$/),
    ])
    expect(side.complaints).toEqual([])
  })

  test('is told nothing twice when the call’s object is lost', async () => {
    const { side, reference } = await discordFor()
    const number = await numberWith(rig, { discord: reference })
    const call = rig.harness.placeCall(number)
    await hearOut(call)
    await eventually('the greeting', () => (side.text.includes('Agent: Hello.') ? true : null))
    const streams = call.streams.length
    await rig.harness.lose(call.callSid)
    await eventually('the agent over another stream', () => call.streams[streams]?.firstAudioAt)
    await call.agentIdle(250)
    call.hangUp()
    await eventually('the end', () => (side.text.includes('is over') ? true : null))
    const lines = side.text.split('\n')
    expect(new Set(lines).size).toBe(lines.length)
    expect(lines.filter((line) => line.includes('calls Reception'))).toHaveLength(1)
  })

  test('is silent for ever after a refusal, over all calls, and the form says so', async () => {
    const { side, reference } = await discordFor()
    side.refuseWith = 404
    const number = await numberWith(rig, { discord: reference })
    await converse(number)
    await eventually('the refusal', () => (side.requests > 0 ? true : null))
    const standing = async () => (await rig.browser.get(`/api/discord/${reference}`)).json()
    await eventually('the sentence', async () =>
      JSON.stringify(await standing()).includes('Discord refused this webhook') ? true : null,
    )
    side.refuseWith = null
    await converse(number)
    expect(side.requests).toBe(1)
    expect(side.messages).toEqual([])
  })

  test('gets through its limits without impatience, and loses nothing', async () => {
    const { side, reference } = await discordFor()
    side.failures = 1
    const number = await numberWith(rig, { discord: reference })
    const calls = await Promise.all([converse(number), converse(number), converse(number)])
    await eventually('three ends', () => (side.text.split('is over').length === 4 ? true : null))
    expect(calls).toHaveLength(3)
    expect(side.text.match(/calls Reception/g)).toHaveLength(3)
    expect(side.text.match(/Agent: Hello\./g)).toHaveLength(3)
    expect(side.text).toContain(`— ${calls[0]?.from} —`)
    expect([side.impatient, side.complaints]).toEqual([0, []])
  })
})
