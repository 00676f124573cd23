import { expect, test } from 'vitest'
import { api } from '../../../convex/_generated/api.js'
import type { AfterCallRecord, Analysis } from '../../../convex/model/outcome.ts'
import { attempt, firstPage, type Host, useBothHosts, useEmbeddedHost } from '../compare.ts'
import { anEndedCall, aTurn } from '../examples.ts'
import { measuredHost } from '../measured.ts'

const compare = useBothHosts()
const embedded = useEmbeddedHost()

const done = (outcome: 'resolved' | 'unresolved', booked: boolean): Analysis => ({
  state: 'done',
  at: 1_790_000_100_000,
  model: 'gpt-test',
  outcome,
  summary: 'They wanted a table by the window.',
  fields: [
    { name: 'booked', type: 'boolean', value: booked },
    { name: 'dish', type: 'text', value: 'soup' },
  ],
})

const after = (callSid: string, changes: Partial<AfterCallRecord> = {}): AfterCallRecord => ({
  callSid,
  revision: 1,
  analysis: done('resolved', true),
  deliveries: [],
  ...changes,
})

const call = ({ service }: Pick<Host, 'service'>, callSid: string, startedAt = 1_790_000_000_000) =>
  service.mutation(api.voiceCalls.record, {
    call: anEndedCall(callSid, { startedAt }),
    revision: 1,
    turns: [aTurn(callSid, 'item', { text: 'pineapple' })],
    events: [],
  })

const record = ({ service }: Pick<Host, 'service'>, row: AfterCallRecord) =>
  service.mutation(api.afterCalls.record, row)

async function found(
  { operator }: Pick<Host, 'operator'>,
  filters: { outcome?: string; field?: string },
) {
  const paginationOpts = firstPage(50)
  const { page } = await operator.query(api.voiceCalls.list, { ...filters, paginationOpts })
  return page.map(({ callSid }) => callSid)
}

test('what became of a call is stored after its own row, and not twice', async () => {
  const outcome = await compare(async (host) => {
    const { operator } = host
    const early = await record(host, after('CA1'))
    await call(host, 'CA1')
    const taken = await record(host, after('CA1', { revision: 2 }))
    const late = await record(host, after('CA1', { revision: 1, analysis: null }))
    const { analysis, revision } =
      (await operator.query(api.afterCalls.get, { callSid: 'CA1' })) ?? {}
    const none = await operator.query(api.afterCalls.get, { callSid: 'CA2' })
    const some = await operator.query(api.afterCalls.ofCalls, { callSids: ['CA2', 'CA1'] })
    const callSids = Array.from({ length: 201 }, (_, at) => `CA${at}`)
    const tooMany = await attempt(operator.query(api.afterCalls.ofCalls, { callSids }))
    const wrong = await attempt(record(host, after('CA1', { revision: -1 })))
    return { early, taken, late, analysis, revision, none, some: some.length, tooMany, wrong }
  })
  expect(outcome).toMatchObject({
    early: 'unknown',
    taken: 'taken',
    late: 'taken',
    analysis: done('resolved', true),
    revision: 2,
    none: null,
    some: 1,
    tooMany: { error: { code: 'invalid', field: 'callSids' } },
    wrong: { error: { code: 'invalid', field: 'revision' } },
  })
})

test('calls are found by their outcome and by values of which there are few', async () => {
  const outcome = await compare(async (host) => {
    for (const [at, callSid] of ['CA1', 'CA2', 'CA3'].entries()) {
      await call(host, callSid, 1_790_000_000_000 + at * 1000)
    }
    await record(host, after('CA1'))
    await record(host, after('CA2', { analysis: done('unresolved', false) }))
    const first = [
      await found(host, { outcome: 'resolved' }),
      await found(host, { field: 'booked=false' }),
      await found(host, { outcome: 'resolved', field: 'booked=false' }),
      await found(host, { field: 'dish=soup' }),
    ]
    // What is found out anew takes the place of what was.
    await record(host, after('CA1', { revision: 2, analysis: done('unresolved', true) }))
    return { first, later: await found(host, { outcome: 'unresolved' }) }
  })
  expect(outcome).toEqual({ first: [['CA1'], ['CA2'], [], []], later: ['CA2', 'CA1'] })
})

test('it goes with its call, and does not come back', async () => {
  const outcome = await compare(async (host) => {
    await call(host, 'CA1')
    await record(host, after('CA1'))
    await host.operator.mutation(api.deletion.deleteOne, { callSid: 'CA1' })
    const late = await record(host, after('CA1', { revision: 2 }))
    return { late, left: await host.operator.query(api.afterCalls.get, { callSid: 'CA1' }) }
  })
  expect(outcome).toEqual({ late: 'deleted', left: null })
})

test('a transcript that goes takes along what was made of it', async () => {
  const host = measuredHost(embedded(), crypto.randomUUID())
  await host.operator.mutation(api.retention.set, {
    agentId: null,
    days: { callDays: null, transcriptDays: 7 },
  })
  await call(host, 'CA1', Date.now() - 8 * 86_400_000)
  await record(host, after('CA1'))
  await host.retain()
  const analysisOf = async () =>
    (await host.operator.query(api.afterCalls.get, { callSid: 'CA1' }))?.analysis
  expect(await analysisOf()).toBeNull()
  expect(await found(host, { outcome: 'resolved' })).toEqual([])
  await record(host, after('CA1', { revision: 2 }))
  expect(await analysisOf()).toBeNull()
  expect(await found(host, { outcome: 'resolved' })).toEqual([])
})
