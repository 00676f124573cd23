import { expect, test } from 'vitest'
import { api } from '../../../convex/_generated/api.js'
import { type Host, useBothHosts, useEmbeddedHost } from '../compare.ts'
import { anEndedCall, aTurn } from '../examples.ts'
import { measuredHost } from '../measured.ts'
import { SAID, TYPED } from '../typedSearches.ts'

const compare = useBothHosts()
const embedded = useEmbeddedHost()

const AT = 1_790_000_000_000
type Filters = Omit<(typeof api.voiceCalls.list)['_args'], 'paginationOpts'>

/** All pages of a search, one after the other. */
async function pages(
  { operator }: Pick<Host, 'operator'>,
  filters: Filters,
  numItems = 25,
): Promise<string[][]> {
  const found: string[][] = []
  let cursor: string | null = null
  do {
    const page: (typeof api.voiceCalls.list)['_returnType'] = await operator.query(
      api.voiceCalls.list,
      { ...filters, paginationOpts: { numItems, cursor } },
    )
    found.push(page.page.map(({ callSid }) => callSid))
    cursor = page.isDone ? null : page.continueCursor
  } while (cursor !== null)
  return found
}

test('a call is found by what people type, in whatever country', async () => {
  const outcome = await compare(async (host) => {
    for (const [at, [callSid, [from, text]]] of Object.entries(SAID).entries()) {
      const call = anEndedCall(callSid, { from, to: '+15005550006', startedAt: AT + at })
      const turns = [aTurn(callSid, 'item', { text })]
      await host.service.mutation(api.voiceCalls.record, { call, revision: 1, turns, events: [] })
    }
    const found: Record<string, string> = {}
    for (const [typed] of TYPED) found[typed] = (await pages(host, { text: typed })).flat().join()
    return found
  })
  // A few digits may be part of more numbers than the one that is meant.
  const expected = TYPED.map(([typed, callSid]) => [typed, expect.stringContaining(callSid)])
  expect(outcome).toEqual(Object.fromEntries(expected))
})

test('nothing is found by what nobody said, and no call by a part of a word but its beginning', async () => {
  const outcome = await compare(async (host) => {
    const call = anEndedCall('CA1', { from: '+12025550123' })
    const turns = [aTurn('CA1', 'item', { text: 'a reservation, not a refund' })]
    await host.service.mutation(api.voiceCalls.record, { call, revision: 1, turns, events: [] })
    const typed = [
      'servation',
      'refunds',
      'refund nobody',
      're',
      'reser refund',
      '99',
      '0124',
      'nöt',
    ]
    return Promise.all(typed.map(async (text) => (await pages(host, { text })).flat().length))
  })
  expect(outcome).toEqual([0, 0, 0, 0, 0, 0, 0, 1])
})

/** Many calls, on the embedded host alone: `convex-test` would take minutes. */
async function manyCalls(count: number, everyMs: number, words: (number: number) => string) {
  const host = measuredHost(embedded(), crypto.randomUUID())
  const records = Array.from({ length: count }, (_, number) => {
    const callSid = `CA${String(number).padStart(6, '0')}`
    const startedAt = AT + number * everyMs
    const call = anEndedCall(callSid, { startedAt, agentId: `agent ${number % 7}` })
    const turns = [aTurn(callSid, 'item', { text: words(number) })]
    return { call, revision: 1, turns, events: [] }
  })
  await host.record(records)
  return host
}

const sidsOf = (count: number, isMeant: (number: number) => boolean): string[] =>
  Array.from({ length: count }, (_, number) => number)
    .filter(isMeant)
    .toReversed()
    .map((number) => `CA${String(number).padStart(6, '0')}`)

test('every call with a word is found once, the newest first, however many there are in an hour', async () => {
  const count = 1000
  // All of them within half an hour.
  const host = await manyCalls(count, 1200, (number) =>
    ['always', number % 3 ? '' : 'third', number % 40 ? '' : 'rare', `only${number}`].join(' '),
  )
  const search = async (filters: Filters) => (await pages(host, filters)).flat()
  expect(await search({ text: 'always' })).toEqual(sidsOf(count, () => true))
  expect(await search({ text: 'third' })).toEqual(sidsOf(count, (number) => number % 3 === 0))
  expect(await search({ text: 'rare' })).toEqual(sidsOf(count, (number) => number % 40 === 0))
  expect(await search({ text: 'rare third' })).toEqual(
    sidsOf(count, (number) => number % 120 === 0),
  )
  expect(await search({ text: 'only777' })).toEqual(['CA000777'])
  expect(await search({ text: 'third', agentId: 'agent 3' })).toEqual(
    sidsOf(count, (number) => number % 3 === 0 && number % 7 === 3),
  )
  expect(
    await search({ text: 'third', startedAfter: AT + 300 * 1200, startedBefore: AT + 1300 * 1200 }),
  ).toEqual(sidsOf(count, (number) => number % 3 === 0 && number >= 300 && number < 1300))
  const full = await pages(host, { text: 'third' })
  expect(full.slice(0, -1).every((page) => page.length === 25)).toBe(true)
})

test('a search over months goes from the newest to the oldest', async () => {
  const count = 1200
  const host = await manyCalls(count, 4 * 3_600_000, (number) => (number % 3 ? 'other' : 'third'))
  expect((await pages(host, { text: 'third' })).flat()).toEqual(
    sidsOf(count, (number) => number % 3 === 0),
  )
  expect((await pages(host, { text: 'nobody' })).flat()).toEqual([])
})
