import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConvexHttpClient } from 'convex/browser'
import type { FunctionReturnType } from 'convex/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '../../convex/_generated/api.js'
import { SCHEMA_VERSION } from '../../convex/model/schemaVersion.ts'
import { amountOf } from '../../convex/model/usage.ts'
import { issueToken } from '../../worker/data/identity.ts'
import { operator } from './agents.ts'
import { type Harness, hearOut, startHarness } from './harness.ts'
import { eventually, isOver, type StoredCall } from './storedCall.ts'

const RECEPTION = '+12025550001'
const EMPFANG = '+493012345678'

/** The Worker of today on what an earlier release left on disk. */
let stateDir: string
let harness: Harness
let convex: ConvexHttpClient
beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'switchboard-'))
  await cp(fileURLToPath(new URL('../fixtures/state-0.1.0', import.meta.url)), stateDir, {
    recursive: true,
  })
  harness = await startHarness({ stateDir })
  convex = await operator(harness.url, harness.owner)
})
afterAll(async () => {
  await harness.close()
  await rm(stateDir, { recursive: true, force: true })
})

type CallRow = FunctionReturnType<typeof api.voiceCalls.list>['page'][number]

async function allCalls(): Promise<CallRow[]> {
  const paginationOpts = { numItems: 50, cursor: null }
  return (await convex.query(api.voiceCalls.list, { paginationOpts })).page
}

/** As its object and the data tell it, the oldest call first. */
async function everyCall(): Promise<StoredCall[]> {
  const rows = await eventually('a record of every call', async () => {
    const calls = await allCalls()
    return calls.length === 7 && calls.every(({ status }) => status !== 'in_progress')
      ? calls
      : null
  })
  return Promise.all(rows.toReversed().map(({ callSid }) => harness.storedCall(callSid, isOver)))
}

/** How a call that was killed and never came back is ended is not the subject here. */
const CUT_OFF = new Set(['interrupted', 'carrier_failed', 'max_duration'])

const endOf = ({ endReason }: StoredCall['call']) =>
  CUT_OFF.has(endReason ?? '') ? 'cut off' : endReason

test('every call is there, and what was not delivered or over comes by itself', async () => {
  const calls = await everyCall()
  expect(calls.map(({ call }) => [call.agentName, call.carrier, endOf(call)])).toEqual([
    ['Reception', 'twilio', 'agent_ended'],
    ['Empfang', 'twilio', 'caller_hung_up'],
    ['Empfang', 'twilio', 'model_failed'],
    ['Empfang', 'browser', 'caller_hung_up'],
    ['Reception', 'twilio', 'cut off'],
    ['Reception', 'twilio', 'caller_hung_up'],
    ['Empfang', 'twilio', 'cut off'],
  ])
  // The browser's phone was put down before anything was heard to its end.
  const talks = calls.filter(({ call }) => call.carrier === 'twilio')
  expect(talks.filter(({ turns }) => turns.every(({ heardText }) => heardText === ''))).toEqual([])
  expect(calls[0]?.turns.map(({ role }) => role)).toEqual([
    'agent',
    'caller',
    'agent',
    'caller',
    'agent',
  ])
})

test('usage, costs and prices are what this release writes, from rows and journals alike', async () => {
  const calls = await everyCall()
  for (const { call } of calls) expect(call.schemaVersion).toBe(SCHEMA_VERSION)
  const spoken = calls.filter(({ turns }) => turns.length > 1)
  expect(spoken.length).toBeGreaterThan(3)
  for (const { call } of spoken) {
    expect(amountOf(call.usage, 'audio_out_tokens')).toBeGreaterThan(0)
    expect(call.cost.parts['model']).toBeGreaterThan(0)
  }
  expect(calls.slice(0, 3).map(({ call }) => call.cost.carrier)).toEqual([
    { amount: 0.0085, currency: 'USD' },
    { amount: 1.25, currency: 'JPY' },
    { amount: 1.25, currency: 'JPY' },
  ])
  const worker = new ConvexHttpClient(harness.url, {
    auth: await issueToken(
      harness.owner.key,
      { role: 'service', subject: 'worker', name: 'Worker' },
      60,
    ),
    skipConvexDeploymentUrlCheck: true,
    logger: false,
  })
  expect(await worker.query(api.migrations.problems, {})).toEqual([])
})

test('every agent is there, with all its versions and numbers', async () => {
  const agents = await convex.query(api.agents.list, {})
  const paginationOpts = { numItems: 50, cursor: null }
  const versions = await Promise.all(
    agents.map(async ({ _id: agentId }) => {
      const { page } = await convex.query(api.agents.versions, { agentId, paginationOpts })
      return page.map(({ version, settings: { name, engine } }) => {
        const speed = engine.engine === 'realtime' ? engine.speed : null
        return `${version} ${name} ${speed}`
      })
    }),
  )
  expect(versions).toEqual([
    ['3 Reception 1.1', '2 Reception 1.25', '1 Reception 1'],
    ['1 Empfang 1'],
    ['1 Chat only 1'],
  ])
  const numbers = await convex.query(api.twilioNumbers.list, {})
  expect(numbers.map(({ phoneNumber, agentId }) => [phoneNumber, agentId])).toEqual([
    [RECEPTION, agents[0]?._id],
    [EMPFANG, agents[1]?._id],
  ])
})

test('an old version can be brought back, and its agent takes calls', async () => {
  const [agent] = await convex.query(api.agents.list, {})
  if (!agent) throw new Error('There is no agent.')
  const restored = await convex.mutation(api.agents.restore, { agentId: agent._id, version: 1 })
  expect(restored.version).toBe(4)
  const call = harness.placeCall(RECEPTION)
  await hearOut(call)
  call.hangUp()
  const { call: record, turns } = await harness.storedCall(call.callSid)
  expect(record).toMatchObject({ status: 'completed', agentVersion: 4 })
  expect(turns.map(({ heardText }) => heardText)).toEqual(['Hello.'])
})
