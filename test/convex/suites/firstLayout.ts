import { expect, test } from 'vitest'
import { makeFunctionReference } from 'convex/server'
import { api } from '../../../convex/_generated/api.js'
import type { Id } from '../../../convex/_generated/dataModel.js'
import { useEmbeddedHost } from '../compare.ts'
import { anAgent, anEndedCall, anEvent, aTurn } from '../examples.ts'
import { measuredHost } from '../measured.ts'
import { firstLayoutId } from '../workerd/firstLayout.ts'

const embedded = useEmbeddedHost()

const AT = 1_790_000_000_000
/** As that release made ids: it knows of nothing that types could tell. */
const agentId = firstLayoutId('agents', 'a') as Id<'agents'>
const removedId = firstLayoutId('agents', 'r') as Id<'agents'>
const numberId = firstLayoutId('twilioNumbers', 'n') as Id<'twilioNumbers'>

let made = 0
const row = (table: string, fields: object, _id = firstLayoutId(table, String((made += 1)))) => ({
  table,
  // Many came within one millisecond, and were told apart by a thousandth.
  document: { ...fields, _id, _creationTime: AT + made * 0.001 },
})

const STORED = [
  row('twilioNumbers', { phoneNumber: '+12025550100', agentId, description: '' }, numberId),
  row('voiceCalls', { ...anEndedCall('CA1', { agentId, startedAt: AT }), revision: 2 }),
  row('voiceCalls', {
    ...anEndedCall('CA2', { agentId: removedId, startedAt: AT + 1 }),
    revision: 2,
  }),
  ...Array.from({ length: 1200 }, (_, at) =>
    row('callTurns', aTurn('CA1', `item ${at}`, { startedAtMs: at, text: `word${at} "ü" \\ 😀` })),
  ),
  row('callEvents', anEvent('CA1', 0)),
  row('callTerms', { term: 'hello', callSid: 'CA1', startedAt: AT, agentId, status: 'completed' }),
]

async function converted() {
  const host = measuredHost(embedded(), crypto.randomUUID())
  // What today's functions store is what that release stored, but for the ids.
  const made = await host.operator.mutation(api.agents.create, {
    settings: anAgent({ name: 'Front desk' }),
  })
  const paginationOpts = { numItems: 1, cursor: null }
  const versions = await host.operator.query(api.agents.versions, {
    agentId: made._id,
    paginationOpts,
  })
  const other = measuredHost(embedded(), crypto.randomUUID())
  const { _id, _creationTime, ...agent } = made
  const { _id: _i, _creationTime: _c, ...version } = { ...versions.page[0], agentId }
  const agents = [
    row('agents', agent, agentId),
    row('agentVersions', version),
    row('agentVersions', { ...version, agentId: removedId }),
  ]
  await other.writeFirstLayout([...STORED, ...agents])
  return other
}

test('a store of the first layout opens with everything in it, under ids of Convex’s form', async () => {
  const host = await converted()
  const agents = await host.operator.query(api.agents.list, {})
  expect(agents).toMatchObject([{ name: 'Front desk' }])
  expect(agents[0]?._id).not.toBe(agentId)
  await host.upkeep()
  const turns = await host.operator.query(api.voiceCalls.turns, { callSid: 'CA1' })
  expect(turns.map(({ itemId }) => itemId)).toEqual(
    Array.from({ length: 1200 }, (_, at) => `item ${at}`),
  )
  expect(turns[7]?.text).toBe('word7 "ü" \\ 😀')
  expect(await host.operator.query(api.voiceCalls.events, { callSid: 'CA1' })).toHaveLength(1)
})

test('what named a document names it still, in the new form and by the old one', async () => {
  const host = await converted()
  const [agent] = await host.operator.query(api.agents.list, {})
  const id = agent?._id
  const numbers = await host.operator.query(api.twilioNumbers.list, {})
  expect(numbers.map((number) => number.agentId)).toEqual([id])
  const call = await host.operator.query(api.voiceCalls.get, { callSid: 'CA1' })
  expect(call?.agentId).toBe(id)
  const resolved = await host.service.query(api.twilioNumbers.resolve, {
    phoneNumber: '+12025550100',
  })
  expect(resolved?.agentId).toBe(id)

  // A bookmark, and an object that was told the old one.
  expect(await host.operator.query(api.agents.get, { agentId })).toEqual(agent)
  expect(await host.service.query(api.agents.snapshot, { agentId })).toMatchObject({ agentId: id })
  await host.operator.mutation(api.twilioNumbers.update, { numberId, description: 'Changed' })
  expect(await host.operator.query(api.twilioNumbers.list, { agentId })).toMatchObject([
    { description: 'Changed' },
  ])
  await host.upkeep()
  const page = { numItems: 9, cursor: null }
  const ofAgent = await host.operator.query(api.voiceCalls.list, { agentId, paginationOpts: page })
  expect(ofAgent.page.map(({ callSid }) => callSid)).toEqual(['CA1'])
})

test('what named a document that is gone still belongs together', async () => {
  const host = await converted()
  const paginationOpts = { numItems: 9, cursor: null }
  expect(await host.operator.query(api.agents.get, { agentId: removedId })).toBeNull()
  const versions = await host.operator.query(api.agents.versions, {
    agentId: removedId,
    paginationOpts,
  })
  expect(versions.page).toHaveLength(1)
  const call = await host.operator.query(api.voiceCalls.get, { callSid: 'CA2' })
  expect(call?.agentId).toBe(versions.page[0]?.agentId)
})

test('calls are found by their words that had a row for each word before', async () => {
  const host = await converted()
  await host.upkeep()
  const find = async (text: string) => {
    const paginationOpts = { numItems: 9, cursor: null }
    const { page } = await host.operator.query(api.voiceCalls.list, { text, paginationOpts })
    return page.map(({ callSid }) => callSid)
  }
  expect(await find('word777')).toEqual(['CA1'])
  expect(await find('555 0123')).toEqual(['CA2', 'CA1'])
  expect(await find('nobody')).toEqual([])
})

test('the conversion happens once, and what is written after it comes after it', async () => {
  const host = await converted()
  await host.upkeep()
  const add = makeFunctionReference<'mutation'>('agents:create')
  await host.operator.mutation(add, { settings: anAgent({ name: 'Later' }) })
  await host.restart()
  const agents = await host.operator.query(api.agents.list, {})
  expect(agents.map(({ name }) => name)).toEqual(['Front desk', 'Later'])
  expect(agents[1]!._creationTime).toBeGreaterThan(agents[0]!._creationTime)
})

test('functions wait while a large index is built, and small tables do not', async () => {
  const host = await converted()
  const answers: string[] = []
  const turns = host.operator
    .query(api.voiceCalls.turns, { callSid: 'CA1' })
    .then((turns) => answers.push(`${turns.length} turns`))
  const resolved = await host.service.query(api.twilioNumbers.resolve, {
    phoneNumber: '+12025550100',
  })
  answers.push(resolved?.name ?? 'nobody')
  await host.upkeep()
  await turns
  expect(answers).toEqual(['Front desk', '1200 turns'])
})
