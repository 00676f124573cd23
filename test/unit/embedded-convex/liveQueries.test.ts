import type { UserIdentity } from 'convex/server'
import { ConvexError, type Value } from 'convex/values'
import { expect, test } from 'vitest'
import type { WriteSet } from '../../../worker/embedded-convex/accessLog.ts'
import type { FunctionCall, Snapshot } from '../../../worker/embedded-convex/FunctionHost.ts'
import { LiveQueries } from '../../../worker/embedded-convex/sync/LiveQueries.ts'
import { QuerySet } from '../../../worker/embedded-convex/sync/QuerySet.ts'

const key = (byte: number) => Uint8Array.of(byte)
const wrote = (index: string, byte: number): WriteSet => new Map([[index, [key(byte)]]])
const identity = (subject: string): UserIdentity => ({
  subject,
  issuer: 'test',
  tokenIdentifier: `test|${subject}`,
})
const somebody = identity('somebody')

/** A host whose queries read the index of their name, from 10 up to 20. */
function host() {
  const ran: FunctionCall[] = []
  const journals: (string | null)[] = []
  let answer: ((call: FunctionCall) => Value) | undefined
  let endCursor: string | null = null
  let looksAt: (string | null)[] = [null]
  const snapshot: Snapshot = {
    ts: 1,
    query: async (call, journal) => {
      ran.push(call)
      journals.push(journal.endCursor)
      const reads = [{ index: call.path, lower: key(10), upper: key(20) }]
      const next = { endCursor: journal.endCursor ?? endCursor }
      const identityReads = new Set(looksAt)
      try {
        return { result: { value: answer?.(call) ?? 0 }, reads, identityReads, journal: next }
      } catch (error) {
        return { result: { error }, reads, identityReads, journal: next }
      }
    },
  }
  return {
    snapshot,
    ran,
    journals,
    answers: (next: (call: FunctionCall) => Value) => (answer = next),
    pageEndsAt: (cursor: string) => (endCursor = cursor),
    looksAt: (...claims: string[]) => (looksAt = claims),
  }
}

const newsOf = async (set: QuerySet | undefined, snapshot: Snapshot) =>
  ((await set?.news(snapshot)) ?? []).map((text): unknown => JSON.parse(text))

const add = (queryId: number, udfPath: string, journal?: string) => ({
  type: 'Add' as const,
  queryId,
  udfPath,
  args: {},
  ...(journal === undefined ? {} : { journal }),
})

test('a query runs again when a key in its range was written, and is told only if it is new', async () => {
  const { snapshot, ran, answers } = host()
  const queries = new LiveQueries()
  let changes = 0
  const set = new QuerySet(queries, () => (changes += 1))
  expect(set.modify([add(0, 'a')], somebody)).toBeNull()
  expect(await newsOf(set, snapshot)).toMatchObject([
    { type: 'QueryUpdated', queryId: 0, value: 0 },
  ])

  for (const writes of [wrote('a', 9), wrote('a', 20), wrote('b', 15)]) queries.committed(writes)
  expect([changes, await newsOf(set, snapshot), ran.length]).toEqual([0, [], 1])

  queries.committed(wrote('a', 15))
  expect([changes, await newsOf(set, snapshot), ran.length]).toEqual([1, [], 2])

  answers(() => 'new')
  queries.committed(wrote('a', 10))
  expect(await newsOf(set, snapshot)).toMatchObject([{ queryId: 0, value: 'new' }])
})

test('the same question of the same person runs once, of another person again', async () => {
  const { snapshot, ran } = host()
  const queries = new LiveQueries()
  const sets = ['ann', 'ann', 'bob'].map((name) => {
    const set = new QuerySet(queries, () => {})
    set.modify([add(0, 'a')], identity(name))
    return set
  })
  for (const set of sets) expect(await newsOf(set, snapshot)).toHaveLength(1)
  expect(ran.map(({ identity }) => identity?.subject)).toEqual(['ann', 'bob'])
})

test('one run serves all who are alike in what it looked at', async () => {
  const { snapshot, ran, looksAt } = host()
  looksAt('role')
  const queries = new LiveQueries()
  const people = [
    { ...identity('ann'), role: 'operator' },
    { ...identity('bob'), role: 'operator' },
    { ...identity('the Worker'), role: 'service' },
    null,
  ]
  const sets = people.map((person) => {
    const set = new QuerySet(queries, () => {})
    set.modify([add(0, 'a')], person)
    return set
  })
  for (const set of sets) expect(await newsOf(set, snapshot)).toHaveLength(1)
  expect(ran.map(({ identity }) => identity?.subject)).toEqual(['ann', 'the Worker'])
  queries.committed(wrote('a', 12))
  for (const set of sets.toReversed()) await newsOf(set, snapshot)
  expect(ran.slice(2).map(({ identity }) => identity?.subject)).toEqual(['the Worker', 'bob'])
})

test('a page that has its end is not given to who asks for the first time', async () => {
  const { snapshot, journals, pageEndsAt } = host()
  pageEndsAt('row 3')
  const queries = new LiveQueries()
  const [first, second, back, late] = Array.from(
    { length: 4 },
    () => new QuerySet(queries, () => {}),
  )
  first?.modify([add(0, 'a')], somebody)
  expect(await newsOf(first, snapshot)).toMatchObject([{ journal: 'row 3' }])
  second?.modify([add(0, 'a')], somebody)
  await newsOf(second, snapshot)
  back?.modify([add(0, 'a', 'row 3')], somebody)
  await newsOf(back, snapshot)
  queries.committed(wrote('a', 12))
  await newsOf(first, snapshot)
  // What is as it was first read serves the second as well; what has grown since serves nobody new.
  expect(journals).toEqual([null, 'row 3', 'row 3'])
  late?.modify([add(0, 'a')], somebody)
  await newsOf(late, snapshot)
  expect(journals).toEqual([null, 'row 3', 'row 3', null])
})

test('as somebody else all queries run again, and pages keep their ends', async () => {
  const { snapshot, ran, journals, answers, pageEndsAt } = host()
  pageEndsAt('row 3')
  answers(({ identity }) => identity?.subject ?? 'nobody')
  const set = new QuerySet(new LiveQueries(), () => {})
  set.modify([add(0, 'a'), add(1, 'b')], somebody)
  await newsOf(set, snapshot)
  set.identify(identity('ann'))
  expect(await newsOf(set, snapshot)).toMatchObject([
    { queryId: 0, value: 'ann' },
    { queryId: 1, value: 'ann' },
  ])
  expect(ran).toHaveLength(4)
  expect(journals).toEqual([null, null, 'row 3', 'row 3'])
})

test('the same failure again is no news, and a query can recover from it', async () => {
  const { snapshot, answers } = host()
  const queries = new LiveQueries()
  const set = new QuerySet(queries, () => {})
  answers(() => {
    throw new ConvexError({ code: 'bad' })
  })
  set.modify([add(0, 'a')], somebody)
  expect(await newsOf(set, snapshot)).toMatchObject([
    { type: 'QueryFailed', errorData: { code: 'bad' } },
  ])
  queries.committed(wrote('a', 12))
  expect(await newsOf(set, snapshot)).toEqual([])
  answers(() => 1)
  queries.committed(wrote('a', 12))
  expect(await newsOf(set, snapshot)).toMatchObject([{ type: 'QueryUpdated', value: 1 }])
})

test('what is removed is said once, does not run again, and leaves the others their result', async () => {
  const { snapshot, ran } = host()
  const queries = new LiveQueries()
  const leaving = new QuerySet(queries, () => {})
  const staying = new QuerySet(queries, () => {})
  for (const set of [leaving, staying]) {
    set.modify([add(7, 'a')], somebody)
    await newsOf(set, snapshot)
  }
  leaving.modify([{ type: 'Remove', queryId: 7 }], somebody)
  expect(await newsOf(leaving, snapshot)).toEqual([{ type: 'QueryRemoved', queryId: 7 }])
  queries.committed(wrote('a', 12))
  expect([await newsOf(leaving, snapshot), ran.length]).toEqual([[], 1])
  await newsOf(staying, snapshot)
  expect(ran).toHaveLength(2)
})

test('what cannot be asked for is refused with a sentence', () => {
  const set = new QuerySet(new LiveQueries(), () => {})
  expect(set.modify([add(0, 'a'), add(0, 'b')], somebody)).toContain('there already')
  expect(set.modify([{ type: 'Remove', queryId: 5 }], somebody)).toContain('no query 5')
  const many = Array.from({ length: 1001 }, (_, at) => add(10 + at, 'a'))
  expect(set.modify(many, somebody)).toContain('More than 1000')
})

test('what a stranger asks for is refused without being run, whoever has asked it before', async () => {
  const { snapshot, ran } = host()
  const queries = new LiveQueries()
  const known = new QuerySet(queries, () => {})
  known.modify([add(0, 'a')], somebody)
  await newsOf(known, snapshot)
  const set = new QuerySet(queries, () => {})
  set.modify([add(0, 'a')], null)
  expect(await newsOf(set, snapshot)).toMatchObject([
    { type: 'QueryFailed', queryId: 0, errorData: { code: 'unauthenticated' } },
  ])
  expect(ran).toHaveLength(1)
  set.identify(somebody)
  expect(await newsOf(set, snapshot)).toMatchObject([
    { type: 'QueryUpdated', queryId: 0, value: 0 },
  ])
})

const large = (queryId: number) => ({ ...add(queryId, 'a'), args: { text: 'x'.repeat(500_000) } })

test('the arguments of all queries together are bounded, and removed ones count no more', () => {
  const set = new QuerySet(new LiveQueries(), () => {})
  expect(set.modify([large(0), large(1)], somebody)).toBeNull()
  expect(set.modify([large(2)], somebody)).toContain('too much')
  expect(set.modify([{ type: 'Remove', queryId: 0 }, large(2)], somebody)).toBeNull()
})
