import { afterEach, expect, test, vi } from 'vitest'
import { callData } from '../../../worker/data/index.ts'
import type { DataSettings } from '../../../worker/data/connection.ts'
import { jwksDataUri } from '../../../worker/data/identity.ts'
import { newPrivateKey, signingKey } from '../../../worker/lib/es256.ts'
import { useEmbeddedHost } from '../compare.ts'
import { aCall, anEvent, aTurn } from '../examples.ts'

const embedded = useEmbeddedHost()
afterEach(() => vi.useRealTimers())

/** The Worker's settings for a database of its own, with the Durable Object reached over HTTP. */
function settings(database = crypto.randomUUID()): DataSettings & { tokens: Set<string | null> } {
  const tokens = new Set<string | null>()
  return {
    tokens,
    host: {
      getByName: () => ({
        fetch: async (input, init) => {
          const headers = new Headers(init?.headers)
          tokens.add(headers.get('authorization'))
          headers.set('host-name', database)
          const { pathname } = new URL(input instanceof Request ? input.url : input)
          return fetch(`${embedded().url}${pathname}`, { ...init, headers })
        },
        signingKey: async () => embedded().privateKey,
        secretsKey: async () => '',
      }),
    },
  }
}

test('the door seeds, resolves, records and reads back', async () => {
  const data = callData(settings())
  const settingsOfAgent = { name: 'Reception', instructions: 'Answer the phone.' }
  const seed = { settings: settingsOfAgent, phoneNumber: '+12025550100', description: 'Demo' }
  const { agentId } = await data.seed(seed)
  expect(await data.seed(seed)).toEqual({ seeded: false, agentId: null })
  expect(await data.resolveNumber('+12025550100')).toMatchObject({ agentId, name: 'Reception' })
  expect(await data.resolveNumber('+12025550101')).toBeNull()
  expect(await data.agentSnapshot(agentId!)).toMatchObject({ agentId, version: 1 })
  expect(await data.storedCall('CA1')).toBeNull()
  const record = {
    call: aCall('CA1'),
    revision: 1,
    turns: [aTurn('CA1', 'item')],
    events: [anEvent('CA1', 0)],
  }
  expect(await data.recordCall(record)).toEqual({ applied: true, revision: 1 })
  expect(await data.recordCall(record)).toEqual({ applied: false, revision: 1 })
  expect(await data.storedCall('CA1')).toMatchObject({
    call: record.call,
    turns: record.turns,
    events: record.events,
  })
})

test('a token serves many requests and is renewed before it ends', async () => {
  const own = settings()
  const data = callData(own)
  await data.resolveNumber('+12025550100')
  await data.resolveNumber('+12025550100')
  expect(own.tokens.size).toBe(1)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 9.5 * 60_000 })
  await data.resolveNumber('+12025550100').catch(() => null)
  expect(own.tokens.size).toBe(2)
})

test('a deployment is used when one is set, and its missing key is one clear sentence', async () => {
  const own = settings()
  await expect(
    callData({ ...own, convexUrl: embedded().url }).resolveNumber('+12025550100'),
  ).rejects.toThrow('CONVEX_URL needs AUTH_PRIVATE_KEY')
  const deployed = callData({
    ...own,
    convexUrl: embedded().url,
    authPrivateKey: embedded().privateKey,
  })
  expect(await deployed.resolveNumber('+12025550100')).toBeNull()
  expect(own.tokens.size).toBe(0)
})

test('a key that is none is refused without quoting it', async () => {
  await expect(signingKey('{"secret":"abc"}')).rejects.toThrow(/^AUTH_PRIVATE_KEY must be/)
})

test('what a deployer hands to Convex holds the public half alone', async () => {
  const key = await signingKey(await newPrivateKey())
  const [, base64 = ''] = jwksDataUri(key).split('base64,')
  expect(JSON.parse(atob(base64))).toEqual({ keys: [key.publicJwk] })
  expect(Object.keys(key.publicJwk).toSorted()).toEqual([
    'alg',
    'crv',
    'kid',
    'kty',
    'use',
    'x',
    'y',
  ])
})
