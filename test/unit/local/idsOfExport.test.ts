import { expect, test } from 'vitest'
import * as z from 'zod'
import { type Exported, IdsOfExport } from '../../local/idsOfExport.ts'
import { idOf, placeOf, tableNumber } from '../../../worker/embedded-convex/documentId.ts'
import { newId } from '../../convex/convexExport.ts'

const AT = 1_790_000_000_000
const AGENTS = 10_001
const CALLS = 10_002
const NUMBERS = [
  { name: 'agents', id: AGENTS },
  { name: 'voiceCalls', id: CALLS },
]

const rewrittenSchema = z.looseObject({ _id: z.string(), _creationTime: z.number() })

function rewrite(numbers: typeof NUMBERS, documents: [table: string, document: Exported][]) {
  const ids = new IdsOfExport(numbers)
  for (const [table, document] of documents) ids.see(table, document)
  ids.settle()
  const rewritten = documents.map(([table, document]) =>
    rewrittenSchema.parse(ids.rewritten(table, document)),
  )
  return { ids, rewritten }
}

test('what this host made keeps its ids', () => {
  const numbers = NUMBERS.map(({ name }) => ({ name, id: tableNumber(name) }))
  const agent = idOf('agents', { created: AT * 1000, salt: 7 })
  const gone = idOf('agents', { created: AT * 1000 + 1, salt: 8 })
  const documents: [string, Exported][] = [
    ['agents', { _id: agent, _creationTime: AT }],
    [
      'voiceCalls',
      {
        _id: idOf('voiceCalls', { created: AT * 1000 + 7, salt: 1 }),
        _creationTime: AT + 0.007,
        agentId: agent,
        others: [gone],
      },
    ],
  ]
  const { ids, rewritten } = rewrite(numbers, documents)
  expect(rewritten).toEqual(documents.map(([, document]) => document))
  expect(ids.aliases).toEqual([])
  expect(ids.counts).toEqual({ documents: 2, renamed: 0 })
})

test('what another deployment made is called by other ids everywhere, in the order of creation', () => {
  const agent = newId(AGENTS)
  // Documents of one transaction come within a microsecond.
  const calls = Array.from({ length: 3 }, (_, at): [string, Exported] => [
    'voiceCalls',
    { _id: newId(CALLS), _creationTime: AT + at / 4096, in: { agent }, of: [agent, 'nobody'] },
  ])
  const { ids, rewritten } = rewrite(NUMBERS, [
    ...calls.toReversed(),
    ['agents', { _id: agent, _creationTime: AT }],
  ])
  const [third, second, first, renamed] = rewritten
  expect(placeOf('agents', renamed?._id ?? '')?.created).toBe(AT * 1000)
  expect(
    [first, second, third].map((call) => placeOf('voiceCalls', call?._id ?? '')?.created),
  ).toEqual([0, 1, 2].map((at) => AT * 1000 + at))
  expect(second).toMatchObject({
    _creationTime: AT + 0.001,
    in: { agent: renamed?._id },
    of: [renamed?._id, 'nobody'],
  })
  expect(ids.aliases).toEqual([{ alias: agent, table: 'agents', id: renamed?._id }])
})

test('what names a document that is gone still belongs together', () => {
  const gone = newId(AGENTS)
  const calls = Array.from({ length: 2 }, (_, at): [string, Exported] => [
    'voiceCalls',
    { _id: newId(CALLS), _creationTime: AT + at, agentId: gone },
  ])
  const { rewritten } = rewrite(NUMBERS, calls)
  const [one, other] = rewritten
  expect(one?.['agentId']).toBe(other?.['agentId'])
  expect(placeOf('agents', String(one?.['agentId']))?.created).toBe(0)
})

test('documents of both kinds in one table do not meet', () => {
  const own = idOf('agents', { created: AT * 1000, salt: 7 })
  const { rewritten } = rewrite(
    [{ name: 'agents', id: tableNumber('agents') }],
    [
      ['agents', { _id: newId(tableNumber('agents')), _creationTime: AT }],
      ['agents', { _id: own, _creationTime: AT }],
    ],
  )
  expect(rewritten.map(({ _creationTime }) => _creationTime)).toEqual([AT + 0.001, AT])
  expect(rewritten[1]?._id).toBe(own)
})

test('an id that looks like one of this host’s is none when its creation is another', () => {
  const looks = idOf('agents', { created: 5, salt: 7 })
  const { rewritten } = rewrite(
    [{ name: 'agents', id: tableNumber('agents') }],
    [['agents', { _id: looks, _creationTime: AT }]],
  )
  expect(rewritten[0]?._id).not.toBe(looks)
})
