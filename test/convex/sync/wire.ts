import { expect, test } from 'vitest'
import { useEmbeddedHost } from '../compare.ts'
import { counted } from '../probe/countedApi.ts'
import { decodeTimestamp, encodeTimestamp } from '../../../worker/embedded-convex/sync/timestamp.ts'
import { addQueries, authenticate, connect, mutation, openWire } from './wireClient.ts'

const embedded = useEmbeddedHost()

function database() {
  const group = crypto.randomUUID()
  return {
    group,
    http: embedded().probe(group),
    open: () => openWire(`${embedded().url}/probe/${group}`),
    sessionId: crypto.randomUUID(),
  }
}

const tsOf = (encoded: unknown): number => decodeTimestamp(String(encoded)) ?? Number.NaN

test('a mutation that is sent again on a new connection is answered again and not done again', async () => {
  const { group, http, open, sessionId } = database()
  const insert = mutation(7, 'counted:insert', { group, key: 'once' })
  const before = await open()
  before.send(connect(sessionId))
  before.send(authenticate(0))
  before.send(insert)
  const first = await before.next('MutationResponse')
  before.close()

  const after = await open()
  after.send(connect(sessionId, { connectionCount: 1, maxObservedTimestamp: first['ts'] }))
  after.send(authenticate(0))
  after.send(insert)
  expect(await after.next('MutationResponse')).toEqual(first)
  const { endVersion } = await after.next('Transition')
  expect(endVersion).toMatchObject({ ts: first['ts'] })
  expect(await http.query(counted.keys, { group })).toEqual(['once'])

  // The same number in another session is another mutation.
  const other = await open()
  other.send(connect(crypto.randomUUID()))
  other.send(authenticate(0))
  other.send(insert)
  await other.next('MutationResponse')
  expect(await http.query(counted.keys, { group })).toEqual(['once', 'once'])
})

test('a mutation that failed has done nothing and may be tried again', async () => {
  const { group, http, open, sessionId } = database()
  const rename = mutation(0, 'counted:rename', { group, from: 'a', to: 'b' })
  const client = await open()
  client.send(connect(sessionId))
  client.send(authenticate(0))
  client.send(rename)
  expect(await client.next('MutationResponse')).toMatchObject({
    success: false,
    errorData: { code: 'not_found', from: 'a' },
    result: expect.stringMatching(/^\[Request ID: .+\] Uncaught ConvexError/),
  })
  await http.mutation(counted.insert, { group, key: 'a' })
  client.send(rename)
  expect(await client.next('MutationResponse')).toMatchObject({ success: true })
})

test('an answer comes before the transition that shows it, and unchanged results are not sent', async () => {
  const { group, open, sessionId } = database()
  const client = await open()
  client.send(connect(sessionId))
  client.send(authenticate(0))
  expect(await client.next('Transition')).toMatchObject({
    startVersion: { querySet: 0, identity: 0, ts: encodeTimestamp(0) },
    endVersion: { querySet: 0, identity: 1 },
  })
  client.send(addQueries(0, ['counted:size', { group }]))
  const first = await client.next('Transition')
  expect(first).toMatchObject({
    startVersion: { querySet: 0, identity: 1 },
    endVersion: { querySet: 1, identity: 1 },
    modifications: [{ type: 'QueryUpdated', queryId: 0, value: 0, journal: null, logLines: [] }],
  })
  client.send(mutation(0, 'counted:insert', { group, key: 'a' }))
  const { ts } = await client.next('MutationResponse')
  const second = await client.next('Transition')
  expect(second).toMatchObject({
    startVersion: first['endVersion'],
    endVersion: { querySet: 1, identity: 1, ts },
    modifications: [{ queryId: 0, value: 1 }],
  })
  // The query reads the row that is renamed, but gives the same number.
  client.send(mutation(1, 'counted:rename', { group, from: 'a', to: 'b' }))
  const answer = await client.next('MutationResponse')
  expect(tsOf(answer['ts'])).toBeGreaterThan(tsOf(ts))
  expect(await client.next('Transition')).toMatchObject({
    startVersion: second['endVersion'],
    endVersion: { ts: answer['ts'] },
    modifications: [],
  })
})

test('time goes on from what a client has seen before the host was set back', async () => {
  const { group, open, sessionId } = database()
  const tomorrow = (Date.now() + 3_600_000) * 1000
  const client = await open()
  client.send(connect(sessionId, { maxObservedTimestamp: encodeTimestamp(tomorrow) }))
  client.send(authenticate(0))
  client.send(mutation(0, 'counted:insert', { group, key: 'a' }))
  expect(tsOf((await client.next('MutationResponse'))['ts'])).toBe(tomorrow + 1)

  const absurd = await open()
  absurd.send(connect(sessionId, { maxObservedTimestamp: '/////////38=' }))
  absurd.send(authenticate(0))
  absurd.send(mutation(1, 'counted:insert', { group, key: 'b' }))
  expect(tsOf((await absurd.next('MutationResponse'))['ts'])).toBe(tomorrow + 2)
})

const STRANGE: [what: string, messages: object[]][] = [
  ['a message of 10 KB', [{ type: 'Event', event: 'x'.repeat(10_000) }]],
  ['many small messages', Array.from({ length: 13 }, () => ({ type: 'Event' }))],
  [
    'queries that are much together',
    Array.from({ length: 6 }, (_, n) => addQueries(n, ['no:where', { text: 'x'.repeat(7_000) }])),
  ],
  ['a token and then much as nobody again', [authenticate(0, null), { text: 'x'.repeat(10_000) }]],
]

test.each(STRANGE)(
  '%s of somebody who has not signed in end the connection',
  async (_, messages) => {
    const { open, sessionId } = database()
    const client = await open()
    client.send(connect(sessionId))
    for (const message of messages) client.send(message)
    expect(await client.next('FatalError')).toMatchObject({
      error: 'This is too much from somebody who has not signed in.',
    })
  },
)

test('who has not signed in moves no clock, asks nothing and writes nothing', async () => {
  const { group, http, open, sessionId } = database()
  const tomorrow = (Date.now() + 3_600_000) * 1000
  const stranger = await open()
  stranger.send(connect(sessionId, { maxObservedTimestamp: encodeTimestamp(tomorrow) }))
  stranger.send(addQueries(0, ['counted:keys', { group }]))
  expect(await stranger.next('Transition')).toMatchObject({
    modifications: [{ type: 'QueryFailed', errorData: { code: 'unauthenticated' } }],
  })
  stranger.send(mutation(0, 'counted:insert', { group, key: 'a' }))
  expect(await stranger.next('MutationResponse')).toMatchObject({
    success: false,
    errorData: { code: 'unauthenticated' },
  })
  stranger.send({ ...mutation(1, 'counted:insert', { group }), type: 'Action' })
  expect(await stranger.next('ActionResponse')).toMatchObject({
    success: false,
    errorData: { code: 'unauthenticated' },
  })
  expect(await http.query(counted.runsOf, { group })).toBe(0)
  expect(await http.query(counted.keys, { group })).toEqual([])

  const client = await open()
  client.send(connect(crypto.randomUUID()))
  client.send(authenticate(0))
  client.send(mutation(0, 'counted:insert', { group, key: 'a' }))
  expect(tsOf((await client.next('MutationResponse'))['ts'])).toBeLessThan(tomorrow)
})

test('what comes behind a token is read when the token was, however long it is', async () => {
  const { group, open, sessionId } = database()
  const client = await open()
  client.send(connect(sessionId))
  client.send(authenticate(0))
  client.send(mutation(0, 'counted:insert', { group, key: 'x'.repeat(500_000) }))
  expect(await client.next('MutationResponse')).toMatchObject({ success: true })
})

const NONSENSE: [what: string, messages: (sessionId: string) => string[]][] = [
  ['no JSON', () => ['{']],
  ['an unknown message', () => ['{"type":"Steal"}']],
  ['a session that is no UUID', () => [JSON.stringify(connect('me'))]],
  ['a query before Connect', () => [JSON.stringify(addQueries(0, ['counted:size', {}]))]],
  ['a second Connect', (id) => [JSON.stringify(connect(id)), JSON.stringify(connect(id))]],
  [
    'too many queries',
    (id) => [
      JSON.stringify(connect(id)),
      JSON.stringify(authenticate(0)),
      JSON.stringify(
        addQueries(0, ...Array.from({ length: 1001 }, (): [string, object] => ['no:where', {}])),
      ),
    ],
  ],
  [
    'queries whose arguments are more than a megabyte',
    (id) => [
      JSON.stringify(connect(id)),
      JSON.stringify(authenticate(0)),
      ...[0, 1, 2].map((version) =>
        JSON.stringify(addQueries(version, ['no:where', { text: 'x'.repeat(400_000) }])),
      ),
    ],
  ],
  ['a message of 5 MB', () => [JSON.stringify({ type: 'Event', event: 'x'.repeat(5_000_000) })]],
]

test.each(NONSENSE)('%s ends the connection for good', async (_, messages) => {
  const { open, sessionId } = database()
  const client = await open()
  for (const message of messages(sessionId)) client.sendText(message)
  expect(await client.next('FatalError')).toMatchObject({ error: expect.any(String) })
  expect(await client.closed).toMatchObject({ code: 1008 })
})

test('a version that does not follow makes the client start over', async () => {
  const { group, open, sessionId } = database()
  const client = await open()
  client.send(connect(sessionId))
  client.send(authenticate(0))
  client.send(addQueries(3, ['counted:size', { group }]))
  expect(await client.closed).toEqual({
    code: 1011,
    reason: 'InternalServerError: Base version 3 is not the current 0.',
  })
})

test('an admin key opens nothing', async () => {
  const { open, sessionId } = database()
  const client = await open()
  client.send(connect(sessionId))
  client.send({ type: 'Authenticate', tokenType: 'Admin', value: 'key', baseVersion: 0 })
  expect(await client.next('AuthError')).toMatchObject({
    baseVersion: 0,
    authUpdateAttempted: true,
  })
  expect(await client.closed).toMatchObject({ code: 1008 })
})

test('when all places are taken the oldest stranger makes room', async () => {
  const { group, open, sessionId } = database()
  const first = await open()
  await Promise.all(Array.from({ length: 19 }, open))
  const client = await open()
  client.send(connect(sessionId))
  client.send(authenticate(0))
  client.send(mutation(0, 'counted:insert', { group, key: 'a' }))
  expect(await client.next('MutationResponse')).toMatchObject({ success: true })
  expect(await first.closed).toEqual({
    code: 1011,
    reason: 'InternalServerError: Too many clients at once.',
  })
})
