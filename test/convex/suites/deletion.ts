import { expect, test } from 'vitest'
import { api } from '../../../convex/_generated/api.js'
import type { Call, Turn } from '../../../convex/model/call.ts'
import { attempt, firstPage, type Host, useBothHosts } from '../compare.ts'
import { aCall, anEndedCall, anEvent, aTurn } from '../examples.ts'
import { OPERATOR_NAME } from '../workerd/startHost.ts'

const compare = useBothHosts()

const ANNA = '+12025550123'
const BEN = '+12025550177'
const OURS = '+12025550100'

const record = (
  { service }: Host,
  call: Call,
  turns: Turn[] = [aTurn(call.callSid, 'item', { text: 'pineapple' })],
  revision = 1,
) =>
  service.mutation(api.voiceCalls.record, {
    call,
    revision,
    turns,
    events: [anEvent(call.callSid, 0)],
  })

const deleteOne = ({ operator }: Host, callSid: string) =>
  operator.mutation(api.deletion.deleteOne, { callSid })

/** As often as it takes; returns how many calls went, and in how many steps. */
async function deleteCaller({ operator }: Host, number: string) {
  let calls = 0
  for (let steps = 1; ; steps++) {
    const { callSids, isDone } = await operator.mutation(api.deletion.deleteCaller, { number })
    calls += callSids.length
    if (isDone) return { calls, steps }
  }
}

/** Whatever the functions still tell of a call. */
async function traces({ operator }: Host, callSid: string) {
  return {
    call: await operator.query(api.voiceCalls.get, { callSid }),
    turns: await operator.query(api.voiceCalls.turns, { callSid }),
    events: await operator.query(api.voiceCalls.events, { callSid }),
  }
}
const NO_TRACES = { call: null, turns: [], events: [] }

async function found({ operator }: Host, filters: { text?: string; number?: string } = {}) {
  const paginationOpts = firstPage(50)
  const { page } = await operator.query(api.voiceCalls.list, { ...filters, paginationOpts })
  return page.map(({ callSid }) => callSid)
}

async function audit({ operator }: Host) {
  const entries = await operator.query(api.deletion.audit, {})
  return entries.map(({ by, action, subject, calls }) => ({ by, action, subject, calls }))
}

async function counted({ operator }: Host) {
  const from = 1_789_990_000_000
  const period = { from, to: from + 86_400_000, utcOffsetMinutes: 0 }
  const { totals, cost } = await operator.query(api.overview.summary, period)
  return { calls: totals.calls, cost: cost.parts }
}

test('a call that is deleted leaves nothing but its figures and a line of the audit', async () => {
  const outcome = await compare(async (host) => {
    await record(host, anEndedCall('CA1', { from: ANNA }))
    await record(host, anEndedCall('CA2', { from: BEN }))
    const before = await counted(host)
    const done = await deleteOne(host, 'CA1')
    return {
      done,
      gone: await traces(host, 'CA1'),
      found: await found(host, { text: 'pineapple' }),
      listed: await found(host),
      figures: [before, await counted(host)].map((figures) => JSON.stringify(figures)),
      audit: await audit(host),
    }
  })
  const figures = JSON.stringify({ calls: 2, cost: { model: 1, transcription: 0.02 } })
  expect(outcome).toEqual({
    done: { callSids: ['CA1'], isDone: true },
    gone: NO_TRACES,
    found: ['CA2'],
    listed: ['CA2'],
    figures: [figures, figures],
    audit: [{ by: OPERATOR_NAME, action: 'call_deleted', subject: '+12…23', calls: 1 }],
  })
})

test('what was done to a call is in the audit, with a part of its caller’s number', async () => {
  const outcome = await compare(async (host) => {
    await record(host, aCall('CA1', { from: ANNA }))
    for (const [by, callSid] of [
      ['control', 'CA1'],
      ['Olivia', 'CA9'],
    ] as const) {
      await host.service.mutation(api.audit.noteAct, { action: 'call_ended', by, callSid })
    }
    return audit(host)
  })
  expect(outcome).toEqual([
    { by: 'Olivia', action: 'call_ended', subject: 'no number', calls: 1 },
    { by: 'control', action: 'call_ended', subject: '+12…23', calls: 1 },
  ])
})

test('what comes late of a deleted call is not stored, in one part or in many', async () => {
  const outcome = await compare(async (host) => {
    const call = anEndedCall('CA1')
    await record(host, call)
    await deleteOne(host, 'CA1')
    const late = [
      await record(host, call, [aTurn('CA1', 'late')], 9),
      await host.service.mutation(api.voiceCalls.record, {
        call,
        revision: 10,
        turns: [aTurn('CA1', 'part')],
        events: [],
        isPartial: true,
      }),
    ]
    return { late, gone: await traces(host, 'CA1'), counted: (await counted(host)).calls }
  })
  expect(outcome).toEqual({
    late: [
      { applied: false, revision: 9, isDeleted: true },
      { applied: false, revision: 10, isDeleted: true },
    ],
    gone: NO_TRACES,
    counted: 1,
  })
})

test('a call may be deleted again, which is noted once', async () => {
  const outcome = await compare(async (host) => {
    await record(host, anEndedCall('CA1'))
    const results = [await deleteOne(host, 'CA1'), await deleteOne(host, 'CA1')]
    return { results, audit: await audit(host) }
  })
  const done = { callSids: ['CA1'], isDone: true }
  expect(outcome).toMatchObject({ results: [done, done], audit: [{ calls: 1 }] })
})

test('a call of an hour goes in several steps, of which the first one hides it', async () => {
  const outcome = await compare(async (host) => {
    const turns = Array.from({ length: 600 }, (_, at) => aTurn('CA1', `item ${at}`))
    await record(host, anEndedCall('CA1'), turns)
    const first = await deleteOne(host, 'CA1')
    const shown = await found(host)
    let steps = 1
    while (!(await deleteOne(host, 'CA1')).isDone) steps++
    return { first, shown, steps, gone: await traces(host, 'CA1') }
  })
  expect(outcome).toEqual({
    first: { callSids: ['CA1'], isDone: false },
    shown: [],
    steps: 1,
    gone: NO_TRACES,
  })
})

test('a caller goes with every call, and those who were called by the same line stay', async () => {
  const outcome = await compare(async (host) => {
    await record(host, anEndedCall('CA1', { from: ANNA, to: OURS }))
    await record(host, anEndedCall('CA2', { from: BEN, to: OURS }))
    await record(host, anEndedCall('CA3', { from: ANNA, to: OURS }))
    await record(host, anEndedCall('CA4', { from: OURS, to: ANNA, direction: 'outbound' }))
    return {
      line: await deleteCaller(host, OURS),
      anna: await deleteCaller(host, ANNA),
      again: await deleteCaller(host, ANNA),
      listed: await found(host),
      byNumber: await found(host, { number: ANNA }),
      byWord: await found(host, { text: 'pineapple' }),
      gone: [await traces(host, 'CA1'), await traces(host, 'CA3'), await traces(host, 'CA4')],
      audit: await audit(host),
    }
  })
  expect(outcome).toEqual({
    line: { calls: 0, steps: 1 },
    anna: { calls: 3, steps: 2 },
    again: { calls: 0, steps: 1 },
    listed: ['CA2'],
    byNumber: [],
    byWord: ['CA2'],
    gone: [NO_TRACES, NO_TRACES, NO_TRACES],
    audit: [{ by: OPERATOR_NAME, action: 'caller_deleted', subject: '+12…23', calls: 3 }],
  })
})

test('who called more often than one step takes goes all the same', async () => {
  const outcome = await compare(async (host) => {
    for (let call = 0; call < 230; call++)
      await record(host, anEndedCall(`CA${call}`, { from: ANNA }))
    return { deleted: await deleteCaller(host, ANNA), listed: await found(host) }
  })
  expect(outcome).toMatchObject({ deleted: { calls: 230 }, listed: [] })
})

test('what cannot be deleted is told apart, and nothing goes', async () => {
  const outcome = await compare(async (host) => {
    const { operator } = host
    await record(host, aCall('CA1', { from: ANNA }))
    await record(host, anEndedCall('CA2', { from: ANNA }))
    const refused = [
      await attempt(deleteOne(host, 'CA1')),
      await attempt(deleteOne(host, 'CA9')),
      await attempt(deleteOne(host, '')),
      await attempt(deleteCaller(host, ANNA)),
    ]
    for (const number of ['withheld', '', '2025550123', '+1202555012x', 'Olivia']) {
      refused.push(await attempt(operator.mutation(api.deletion.deleteCaller, { number })))
    }
    return { refused, listed: await found(host), audit: await audit(host) }
  })
  const invalid = { error: { code: 'invalid', field: 'number' } }
  expect(outcome).toMatchObject({
    refused: [
      { error: { code: 'conflict' } },
      { error: { code: 'not_found', field: 'callSid' } },
      { error: { code: 'not_found', field: 'callSid' } },
      { error: { code: 'conflict' } },
      ...Array.from({ length: 5 }, () => invalid),
    ],
    listed: ['CA2', 'CA1'],
    audit: [],
  })
})
