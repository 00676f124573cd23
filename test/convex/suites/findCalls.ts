import { expect, test } from 'vitest'
import { api } from '../../../convex/_generated/api.js'
import type { Call } from '../../../convex/model/call.ts'
import { type Host, useBothHosts } from '../compare.ts'
import { aCall, anEndedCall, aTurn } from '../examples.ts'

const compare = useBothHosts()

interface Said {
  call: Call
  words?: string
}

async function recordAll({ service }: Host, calls: Said[]) {
  for (const { call, words } of calls) {
    const turns = words === undefined ? [] : [aTurn(call.callSid, 'item', { text: words })]
    await service.mutation(api.voiceCalls.record, { call, revision: 1, turns, events: [] })
  }
}

type Filters = Omit<(typeof api.voiceCalls.list)['_args'], 'paginationOpts'>

async function found({ operator }: Host, filters: Filters): Promise<string[]> {
  const sids: string[] = []
  let cursor: string | null = null
  do {
    const page: (typeof api.voiceCalls.list)['_returnType'] = await operator.query(
      api.voiceCalls.list,
      { ...filters, paginationOpts: { numItems: 2, cursor } },
    )
    sids.push(...page.page.map(({ callSid }) => callSid))
    cursor = page.isDone ? null : page.continueCursor
  } while (cursor !== null)
  return sids
}

const at = (minute: number) => 1_790_000_000_000 + minute * 60_000
const CALLS: Said[] = [
  {
    call: anEndedCall('CA1', { startedAt: at(1), agentId: 'a', from: '+12025550123' }),
    words: 'I want a refund, please',
  },
  {
    call: anEndedCall('CA2', {
      startedAt: at(2),
      agentId: 'b',
      agentName: 'Billing',
      from: '+4930123456',
      status: 'failed',
      endReason: 'model_failed',
    }),
    words: 'The REFUND did not arrive; wo ist der Käse?',
  },
  { call: aCall('CA3', { startedAt: at(3), agentId: 'a', from: '+12025550123' }), words: 'refund' },
  {
    call: anEndedCall('CA4', { startedAt: at(4), agentId: 'a', to: '+4930123456' }),
    words: '注文をキャンセルしたい, thanks',
  },
  { call: anEndedCall('CA5', { startedAt: at(5), agentId: 'a' }), words: 'Nothing, thanks' },
]

const SEARCHES: [what: string, filters: Filters, sids: string[]][] = [
  ['everything', {}, ['CA5', 'CA4', 'CA3', 'CA2', 'CA1']],
  ['an agent', { agentId: 'a' }, ['CA5', 'CA4', 'CA3', 'CA1']],
  ['a status', { status: 'failed' }, ['CA2']],
  ['an agent and a status', { agentId: 'a', status: 'completed' }, ['CA5', 'CA4', 'CA1']],
  ['a period', { startedAfter: at(2), startedBefore: at(4) }, ['CA3', 'CA2']],
  ['an agent in a period', { agentId: 'a', startedAfter: at(4) }, ['CA5', 'CA4']],
  ['a number that called or was called', { number: '+4930123456' }, ['CA4', 'CA2']],
  ['a number and an agent', { number: '+4930123456', agentId: 'b' }, ['CA2']],
  ['a running call by its number', { number: '+12025550123', status: 'in_progress' }, ['CA3']],
  ['a word in any case, of calls that ended', { text: 'Refund' }, ['CA2', 'CA1']],
  ['a word and a status', { text: 'refund', status: 'completed' }, ['CA1']],
  ['a word in a period', { text: 'refund', startedBefore: at(2) }, ['CA1']],
  ['two words', { text: 'please refund' }, ['CA1']],
  ['two words that no call has both', { text: 'please thanks' }, []],
  ['a word with an accent', { text: 'käse' }, ['CA2']],
  ['Japanese characters', { text: '注文' }, ['CA4']],
  ['the name of an agent', { text: 'billing' }, ['CA2']],
  ['the end of a number', { text: '3456' }, ['CA4', 'CA2']],
  ['a number as people write it', { text: '(202) 555-0123' }, ['CA5', 'CA4', 'CA3', 'CA1']],
  ['a CallSid', { text: 'CA5' }, ['CA5']],
  ['a word and a number', { text: 'thanks', number: '+4930123456' }, ['CA4']],
  ['punctuation', { text: '?!' }, []],
  ['blanks', { text: '  ' }, ['CA5', 'CA4', 'CA3', 'CA2', 'CA1']],
]

test('calls are found by what they are and by what was said, the newest first', async () => {
  const outcome = await compare(async (host) => {
    await recordAll(host, CALLS)
    const results: Record<string, string[]> = {}
    for (const [what, filters] of SEARCHES) results[what] = await found(host, filters)
    return results
  })
  expect(outcome).toEqual(Object.fromEntries(SEARCHES.map(([what, , sids]) => [what, sids])))
})

test('a call that ends is found by its words, and its status moves with it', async () => {
  const outcome = await compare(async (host) => {
    const send = (call: Call, revision: number, text: string[]) =>
      host.service.mutation(api.voiceCalls.record, {
        call,
        revision,
        turns: text.map((words) => aTurn('CA1', words, { text: words })),
        events: [],
      })
    const look = async () => ({
      word: await found(host, { text: 'early' }),
      running: await found(host, { number: '+12025550100', status: 'in_progress' }),
      over: await found(host, { number: '+12025550100', status: 'completed' }),
      late: await found(host, { text: 'late' }),
    })
    await send(aCall('CA1'), 1, ['early'])
    const before = await look()
    await send(anEndedCall('CA1'), 2, [])
    const after = await look()
    await send(anEndedCall('CA1'), 3, ['late'])
    return [before, after, await look()]
  })
  expect(outcome).toEqual([
    { word: [], running: ['CA1'], over: [], late: [] },
    { word: ['CA1'], running: [], over: ['CA1'], late: [] },
    { word: ['CA1'], running: [], over: ['CA1'], late: ['CA1'] },
  ])
})

test('pages stay gapless while calls come in', async () => {
  const outcome = await compare(async (host) => {
    const list = (cursor: string | null) =>
      host.operator.query(api.voiceCalls.list, { paginationOpts: { numItems: 2, cursor } })
    await recordAll(host, CALLS.slice(0, 4))
    const first = await list(null)
    await recordAll(host, CALLS.slice(4))
    return [first, await list(first.continueCursor), await list(null)]
  })
  expect(outcome).toMatchObject([
    { page: [{ callSid: 'CA4' }, { callSid: 'CA3' }], isDone: false },
    { page: [{ callSid: 'CA2' }, { callSid: 'CA1' }] },
    { page: [{ callSid: 'CA5' }, { callSid: 'CA4' }] },
  ])
})

test('the calls that go on now', async () => {
  const outcome = await compare(async (host) => {
    await recordAll(host, [...CALLS, { call: aCall('CA6', { startedAt: at(6) }) }])
    return (await host.operator.query(api.voiceCalls.active, {})).map(({ callSid }) => callSid)
  })
  expect(outcome).toEqual(['CA6', 'CA3'])
})
