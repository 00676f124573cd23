import { expect, test } from 'vitest'
import { api } from '../../../convex/_generated/api.js'
import type { Call, CallRecordEvent, Turn } from '../../../convex/model/call.ts'
import { attempt, type Host, useBothHosts } from '../compare.ts'
import { aCall, anEndedCall, anEvent, aTurn } from '../examples.ts'

const compare = useBothHosts()

const record = (
  { service }: Host,
  call: Call,
  revision: number,
  turns: Turn[] = [],
  events: CallRecordEvent[] = [],
) => service.mutation(api.voiceCalls.record, { call, revision, turns, events })

async function stored({ operator }: Host, callSid: string) {
  return {
    call: await operator.query(api.voiceCalls.get, { callSid }),
    turns: await operator.query(api.voiceCalls.turns, { callSid }),
    events: await operator.query(api.voiceCalls.events, { callSid }),
  }
}

test('a call, its turns and its events are stored, in the order of the call', async () => {
  const outcome = await compare(async (host) => {
    const turns = [
      aTurn('CA1', 'late', { startedAtMs: 3000 }),
      aTurn('CA1', 'early', { startedAtMs: 500 }),
    ]
    await record(host, aCall('CA1'), 1, turns, [anEvent('CA1', 2), anEvent('CA1', 0)])
    await record(host, aCall('CA2'), 1, [aTurn('CA2', 'early')])
    return stored(host, 'CA1')
  })
  expect(outcome).toMatchObject({
    call: { callSid: 'CA1', status: 'in_progress', revision: 1 },
    turns: [{ itemId: 'early' }, { itemId: 'late' }],
    events: [{ seq: 0 }, { seq: 2 }],
  })
})

test('a record may be repeated, and what comes late changes nothing', async () => {
  const outcome = await compare(async (host) => {
    const turn = aTurn('CA1', 'item', { text: 'final', heardText: 'final' })
    const results = [
      await record(host, aCall('CA1'), 1, [aTurn('CA1', 'item', { text: 'fin' })]),
      await record(host, anEndedCall('CA1'), 3, [turn], [anEvent('CA1', 0)]),
      await record(host, anEndedCall('CA1'), 3, [turn], [anEvent('CA1', 0)]),
      await record(host, aCall('CA1'), 2, [aTurn('CA1', 'other')], [anEvent('CA1', 1)]),
    ]
    return { results, ...(await stored(host, 'CA1')) }
  })
  expect(outcome).toMatchObject({
    results: [
      { applied: true, revision: 1 },
      { applied: true, revision: 3 },
      { applied: false, revision: 3 },
      { applied: false, revision: 3 },
    ],
    call: { status: 'completed', revision: 3 },
    turns: [{ itemId: 'item', text: 'final' }],
    events: [{ seq: 0 }],
  })
})

test('what a later release has added to a row is left out, and the rest is stored', async () => {
  const outcome = await compare(async (host) => {
    const call = { ...aCall('CA1'), mood: 'good' }
    const turns = [{ ...aTurn('CA1', 'item'), tone: 'warm' }]
    const events = [{ ...anEvent('CA1', 0), place: 'here' }]
    await host.service.mutation(api.voiceCalls.record, { call, revision: 1, turns, events })
    return stored(host, 'CA1')
  })
  expect(outcome).toMatchObject({
    call: { callSid: 'CA1', revision: 1 },
    turns: [{ itemId: 'item' }],
    events: [{ seq: 0 }],
  })
  expect(JSON.stringify(outcome)).not.toMatch(/mood|warm|place/)
})

test('a row that lacks what it must have is refused, and named', async () => {
  const outcome = await compare(async (host) => {
    const { startedAt: _, ...call } = aCall('CA1')
    return attempt(
      host.service.mutation(api.voiceCalls.record, { call, revision: 1, turns: [], events: [] }),
    )
  })
  expect(outcome).toMatchObject({ error: { code: 'invalid', field: 'call.startedAt' } })
})

test('calls of one conversation name each other, the earlier one late', async () => {
  const outcome = await compare(async (host) => {
    const send = (revision: number, call: Call) =>
      host.service.mutation(api.voiceCalls.record, { call, revision, turns: [], events: [] })
    await send(1, anEndedCall('CA1'))
    await send(1, aCall('CA2', { continues: 'CA1' }))
    await send(2, anEndedCall('CA1', { continuedBy: 'CA2' }))
    const [first, second] = [await stored(host, 'CA1'), await stored(host, 'CA2')]
    return [first.call?.continues, first.call?.continuedBy, second.call?.continues]
  })
  expect(outcome).toEqual([undefined, 'CA2', 'CA1'])
})

test('of equal records that arrive at once, one is taken', async () => {
  const outcome = await compare(async (host) => {
    const send = () =>
      host.service.mutation(
        api.voiceCalls.record,
        { call: aCall('CA1'), revision: 1, turns: [aTurn('CA1', 'a')], events: [] },
        { skipQueue: true },
      )
    const results = await Promise.all([send(), send(), send()])
    const { turns } = await stored(host, 'CA1')
    return { applied: results.filter(({ applied }) => applied).length, turns: turns.length }
  })
  expect(outcome).toEqual({ applied: 1, turns: 1 })
})

test('a record in parts shows when its last part is there, and counts once', async () => {
  const outcome = await compare(async (host) => {
    const send = (revision: number, call: Call, itemId: string, isPartial: boolean) =>
      host.service.mutation(api.voiceCalls.record, {
        call,
        revision,
        turns: [aTurn('CA1', itemId, { text: `${itemId} of ${revision}` })],
        events: [],
        ...(isPartial ? { isPartial } : {}),
      })
    const results = [
      await send(5, anEndedCall('CA1'), 'one', true),
      // An older record that was late must not come between the parts of a newer one.
      await send(4, aCall('CA1'), 'one', false),
      await send(5, anEndedCall('CA1'), 'two', false),
      await send(5, anEndedCall('CA1'), 'one', true),
      await send(6, anEndedCall('CA1'), 'three', true),
    ]
    const paginationOpts = { numItems: 9, cursor: null }
    const find = async (text: string) =>
      (await host.operator.query(api.voiceCalls.list, { text, paginationOpts })).page.length
    return {
      applied: results.map(({ applied }) => applied),
      found: [await find('one'), await find('two')],
      ...(await stored(host, 'CA1')),
    }
  })
  expect(outcome).toMatchObject({
    applied: [true, false, true, false, true],
    found: [1, 1],
    call: { status: 'completed', revision: 5 },
    turns: [{ text: 'one of 5' }, { text: 'two of 5' }, { text: 'three of 6' }],
  })
})

const WRONG: [what: string, call: Call, turns: Turn[], events: CallRecordEvent[], field: string][] =
  [
    ['a turn of another call', aCall('CA1'), [aTurn('CA2', 'x')], [], 'callSid'],
    ['an event of another call', aCall('CA1'), [], [anEvent('CA2', 1)], 'callSid'],
    ['no callSid', aCall(''), [], [], 'call.callSid'],
    ['a negative duration', anEndedCall('CA1', { durationSec: -1 }), [], [], 'call.durationSec'],
    ['an agent version below 0', aCall('CA1', { agentVersion: -1 }), [], [], 'call.agentVersion'],
    [
      'a turn before the call',
      aCall('CA1'),
      [aTurn('CA1', 'x', { startedAtMs: -1 })],
      [],
      'turns.0.startedAtMs',
    ],
    ['half an event number', aCall('CA1'), [], [anEvent('CA1', 0.5)], 'events.0.seq'],
  ]

test.each(WRONG)('a record with %s is refused whole', async (_, call, turns, events, field) => {
  const outcome = await compare(async (host) => ({
    refused: await attempt(record(host, call, 1, turns, events)),
    ...(await stored(host, 'CA1')),
  }))
  expect(outcome).toMatchObject({
    refused: { error: { code: 'invalid', field } },
    call: null,
    turns: [],
    events: [],
  })
})

test('what no call is, is not taken', async () => {
  const outcome = await compare(async ({ service, operator }) => [
    await attempt(service.query(api.voiceCalls.get, { callSid: 'CA0' })),
    await attempt(operator.query(api.voiceCalls.turns, { callSid: 'CA0' })),
    await attempt(operator.query(api.voiceCalls.events, { callSid: 'CA0' })),
  ])
  expect(outcome).toEqual([{ value: null }, { value: [] }, { value: [] }])
})

test('what versions of an agent promised and did not do is counted once, by version', async () => {
  const outcome = await compare(async (host) => {
    const agent = await host.operator.mutation(api.agents.create, {
      settings: { name: 'Reception', instructions: 'Help.' },
    })
    const call = (callSid: string, agentVersion: number, unkeptPromises?: number) => ({
      ...anEndedCall(callSid),
      agentId: agent._id,
      agentVersion,
      ...(unkeptPromises === undefined ? {} : { unkeptPromises }),
    })
    await record(host, call('CA1', 1), 1)
    await record(host, call('CA1', 1, 1), 2)
    await record(host, call('CA1', 1, 2), 3)
    await record(host, call('CA1', 1, 2), 3)
    await record(host, call('CA2', 1, 1), 1)
    await record(host, call('CA3', 2, 1), 1)
    await record(host, call('CA4', 3), 1)
    return host.operator.query(api.agents.unkeptPromises, { agentId: agent._id })
  })
  expect(outcome).toEqual([
    { version: 2, promises: 1, calls: 1 },
    { version: 1, promises: 3, calls: 2 },
  ])
})
