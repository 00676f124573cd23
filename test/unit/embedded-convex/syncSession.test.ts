/** The laws of a connection, over any order of messages and commits. */
import { ConvexError } from 'convex/values'
import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import * as z from 'zod'
import type { Snapshot } from '../../../worker/embedded-convex/FunctionHost.ts'
import { LiveQueries } from '../../../worker/embedded-convex/sync/LiveQueries.ts'
import { type SyncHost, SyncSession } from '../../../worker/embedded-convex/sync/SyncSession.ts'
import { Transitions } from '../../../worker/embedded-convex/sync/Transitions.ts'
import { decodeTimestamp } from '../../../worker/embedded-convex/sync/timestamp.ts'
import { RefusedToken } from '../../../worker/embedded-convex/tokens.ts'

const key = Uint8Array.of(1)
const tsSchema = z.string().transform((ts) => decodeTimestamp(ts) ?? Number.NaN)
const versionSchema = z.object({ querySet: z.number(), identity: z.number(), ts: tsSchema })
const sentSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('Transition'),
    startVersion: versionSchema,
    endVersion: versionSchema,
    modifications: z.array(
      z.object({ type: z.string(), queryId: z.number(), value: z.json().optional() }),
    ),
  }),
  z.object({
    type: z.literal('MutationResponse'),
    requestId: z.number(),
    success: z.boolean(),
    ts: tsSchema.optional(),
  }),
  z.object({ type: z.literal('AuthError'), authUpdateAttempted: z.boolean() }),
  z.object({ type: z.literal('FatalError'), error: z.string() }),
  z.object({ type: z.literal('Ping') }),
])
type Sent = z.infer<typeof sentSchema>

const verify: SyncHost['verify'] = async (token) => {
  if (token === 'forged') throw new RefusedToken('forged')
  const identity = { subject: token, issuer: 'test', tokenIdentifier: token }
  return { identity, expiresAt: token === 'ended' ? 0 : Number.MAX_SAFE_INTEGER }
}

/** A host that keeps one number for each path; every query of a path reads it, every mutation adds one. */
function host() {
  const queries = new LiveQueries()
  const state = new Map<string, number>()
  const observed: number[] = []
  let ts = 0
  let last: Promise<unknown> = Promise.resolve()
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work)
    last = result.catch(() => null)
    return result
  }
  const commit = (path: string) => {
    ts += 1
    state.set(path, (state.get(path) ?? 0) + 1)
    queries.committed(new Map([[path, [key]]]))
    return { value: ts, ts }
  }
  const snapshot = (): Snapshot => ({
    ts,
    query: async ({ path, identity }, journal) => {
      await Promise.resolve()
      const value = `${path} ${state.get(path) ?? 0} ${identity?.subject ?? 'nobody'}`
      return {
        result: { value },
        reads: [{ index: path, lower: key, upper: Uint8Array.of(2) }],
        identityReads: new Set([null]),
        journal,
      }
    },
  })
  const transitions = new Transitions({ snapshot: (work) => alone(() => work(snapshot())) }, 0)
  const functions: SyncHost['functions'] = {
    observe: (ts) => void observed.push(ts),
    mutation: ({ path }) =>
      alone(async () => {
        if (path === 'fails') throw new ConvexError('no')
        return commit(path)
      }),
    action: async () => {
      throw new Error('no actions')
    },
  }
  return {
    host: { functions, queries, transitions, verify } satisfies SyncHost,
    state,
    observed,
    commitElsewhere: (path: string) => alone(async () => commit(path)),
  }
}

/** A client as the unmodified one is, as far as the protocol goes; as nobody yet. */
function connection(hello: object = {}) {
  const { host: syncHost, state, observed, commitElsewhere } = host()
  const sent: Sent[] = []
  const closed: string[] = []
  const shutOut = vi.fn<() => void>()
  const socket = {
    send: (frame: string) => sent.push(sentSchema.parse(JSON.parse(frame))),
    close: (_: number, reason: string) => closed.push(reason),
  }
  const session = new SyncSession(syncHost, socket, shutOut)
  const say = (message: object) => session.receive(JSON.stringify(message))
  say({
    type: 'Connect',
    sessionId: crypto.randomUUID(),
    connectionCount: 0,
    clientTs: 0,
    ...hello,
  })
  return { session, say, sent, closed, shutOut, state, observed, commitElsewhere }
}

const path = fc.constantFrom('a', 'b', 'c')
const step = fc.oneof(
  fc.record({ do: fc.constant('watch' as const), path }),
  fc.record({ do: fc.constant('unwatch' as const) }),
  fc.record({ do: fc.constant('mutate' as const), path: fc.constantFrom('a', 'b', 'fails') }),
  fc.record({ do: fc.constant('commit' as const), path }),
  fc.record({ do: fc.constant('signIn' as const), token: fc.constantFrom('ann', 'bob', null) }),
  fc.record({ do: fc.constant('rest' as const) }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** What everybody is shown who has signed out. */
const REFUSED = 'sign in first'

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

async function play(script: Step[]) {
  const client = connection()
  client.say({ type: 'Authenticate', tokenType: 'User', value: 'ann', baseVersion: 0 })
  const watched = new Map<number, string>()
  let counter = 0
  const versions = { querySet: 0, identity: 1 }
  let subject: string | null = 'ann'
  const modify = (modification: object) => {
    const baseVersion = versions.querySet++
    const newVersion = versions.querySet
    client.say({ type: 'ModifyQuerySet', baseVersion, newVersion, modifications: [modification] })
  }
  for (const step of script) {
    counter += 1
    switch (step.do) {
      case 'watch':
        watched.set(counter, step.path)
        modify({ type: 'Add', queryId: counter, udfPath: step.path, args: [{}] })
        break
      case 'unwatch': {
        const [queryId] = watched.keys()
        if (queryId === undefined) break
        watched.delete(queryId)
        modify({ type: 'Remove', queryId })
        break
      }
      case 'mutate':
        client.say({ type: 'Mutation', requestId: counter, udfPath: step.path, args: [{}] })
        break
      case 'commit':
        void client.commitElsewhere(step.path)
        break
      case 'signIn': {
        const who =
          step.token === null ? { tokenType: 'None' } : { tokenType: 'User', value: step.token }
        client.say({ type: 'Authenticate', baseVersion: versions.identity++, ...who })
        subject = step.token
        break
      }
      case 'rest':
        await settled()
    }
  }
  await settled()
  return { ...client, watched, versions, subject }
}

test('transitions join, every write is seen, and at the end the client has the truth', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (script) => {
      const { sent, closed, watched, versions, subject, state } = await play(script)
      expect(closed).toEqual([])
      let version = { querySet: 0, identity: 0, ts: 0 }
      const shown = new Map<number, unknown>()
      const unseen = new Map<number, number>()
      for (const message of sent) {
        if (message.type === 'MutationResponse' && message.ts !== undefined) {
          unseen.set(message.requestId, message.ts)
        }
        if (message.type !== 'Transition') continue
        expect(message.startVersion).toEqual(version)
        expect(message.endVersion.ts).toBeGreaterThanOrEqual(version.ts)
        version = message.endVersion
        for (const { type, queryId, value } of message.modifications) {
          if (type === 'QueryRemoved') shown.delete(queryId)
          else shown.set(queryId, type === 'QueryFailed' ? REFUSED : value)
        }
        for (const [requestId, ts] of unseen) if (ts <= version.ts) unseen.delete(requestId)
      }
      expect(version).toMatchObject(versions)
      expect(unseen.size).toBe(0)
      const truth = [...watched].map(([queryId, path]) => [
        queryId,
        subject === null ? REFUSED : `${path} ${state.get(path) ?? 0} ${subject}`,
      ])
      expect([...shown].toSorted(([a], [b]) => a - b)).toEqual(truth)
    }),
    { numRuns: 300 },
  )
})

test('each mutation is answered, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (script) => {
      const asked = script.flatMap((step, at) => (step.do === 'mutate' ? [at + 1] : []))
      const { sent } = await play(script)
      const answered = sent.flatMap((m) => (m.type === 'MutationResponse' ? [m.requestId] : []))
      expect(answered).toEqual(asked)
    }),
  )
})

test.each([
  ['forged', true],
  ['ended', false],
])('after a token that is %s nothing more is done', async (value, authUpdateAttempted) => {
  const { say, sent, closed, state } = connection()
  say({ type: 'Authenticate', tokenType: 'User', value, baseVersion: 0 })
  say({ type: 'Mutation', requestId: 0, udfPath: 'a', args: [{}] })
  await settled()
  expect(sent).toEqual([{ type: 'AuthError', authUpdateAttempted }])
  expect(closed).toEqual(['AuthError'])
  expect(state.size).toBe(0)
})

test('a client that floods us is stopped', async () => {
  const { say, sent, closed, shutOut } = connection()
  for (let message = 0; message < 1200; message += 1) say({ type: 'Event' })
  expect(sent.map(({ type }) => type)).toEqual(['FatalError'])
  expect(closed).toEqual(['FatalError'])
  expect(shutOut).toHaveBeenCalledOnce()
})

const MIB = 1024 * 1024

test('a message of a stranger’s is not kept when it is longer than any that they need', () => {
  const { session, sent, shutOut } = connection()
  session.receive('x'.repeat(MIB + 1))
  expect(sent).toEqual([{ type: 'FatalError', error: 'This message is too large.' }])
  expect(shutOut).toHaveBeenCalledOnce()
})

test('no more is kept of a client than its longest message', () => {
  const { session, sent } = connection()
  const message = 'x'.repeat(MIB)
  for (let kept = 0; kept < 16; kept += 1) session.receive(message)
  expect(sent).toEqual([])
  session.receive(message)
  expect(sent).toEqual([{ type: 'FatalError', error: 'Too many messages at once.' }])
})

test('what a stranger has seen moves no clock, until they say who they are', async () => {
  const { session, say, observed } = connection({ maxObservedTimestamp: 'AgEAAAAAAAA=' })
  await settled()
  expect(observed).toEqual([])
  say({ type: 'Authenticate', tokenType: 'User', value: 'ann', baseVersion: 0 })
  say({ type: 'Authenticate', tokenType: 'User', value: 'bob', baseVersion: 1 })
  await settled()
  expect(observed).toEqual([258])
  session.left()
})

test('nothing a stranger asks for is run, and signing out makes a stranger again', async () => {
  const { say, sent, state } = connection()
  const write = (requestId: number) =>
    say({ type: 'Mutation', requestId, udfPath: 'a', args: [{}] })
  write(0)
  say({ type: 'Authenticate', tokenType: 'User', value: 'ann', baseVersion: 0 })
  write(1)
  say({ type: 'Authenticate', tokenType: 'None', baseVersion: 1 })
  write(2)
  await settled()
  const answers = sent.flatMap((m) => (m.type === 'MutationResponse' ? [m.success] : []))
  expect(answers).toEqual([false, true, false])
  expect(state.get('a')).toBe(1)
})

test('to sign out again and again gives a stranger no more to say', async () => {
  const { say, sent, shutOut } = connection()
  for (let baseVersion = 0; baseVersion < 100; baseVersion += 1) {
    say({ type: 'Authenticate', tokenType: 'None', baseVersion })
  }
  await settled()
  expect(sent.at(-1)).toMatchObject({ type: 'FatalError' })
  expect(shutOut).toHaveBeenCalledOnce()
})

test('a client without news hears that we are here', () => {
  const { session, sent } = connection()
  session.tick()
  expect(sent).toEqual([{ type: 'Ping' }])
})

const TOO_LARGE = 'This message is too large.'
const mutationOf = (length: number) => ({
  type: 'Mutation',
  requestId: 1,
  udfPath: 'a',
  args: [{ text: 'x'.repeat(length) }],
})

test('who has signed in may send as much as Convex takes of arguments, and no more', async () => {
  const { say, sent, closed, shutOut } = connection()
  say({ type: 'Authenticate', tokenType: 'User', value: 'ann', baseVersion: 0 })
  await settled()
  say(mutationOf(16 * MIB))
  await settled()
  expect(sent).toContainEqual(expect.objectContaining({ requestId: 1, success: true }))
  expect(closed).toEqual([])
  say(mutationOf(17 * MIB))
  expect(sent.at(-1)).toEqual({ type: 'FatalError', error: TOO_LARGE })
  expect(closed).toHaveLength(1)
  expect(shutOut).not.toHaveBeenCalled()
})

test('who has not may not send a megabyte', async () => {
  const { say, sent, closed } = connection()
  say(mutationOf(MIB))
  await settled()
  expect(sent).toEqual([{ type: 'FatalError', error: TOO_LARGE }])
  expect(closed).toHaveLength(1)
})
