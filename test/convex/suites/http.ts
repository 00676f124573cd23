import { makeFunctionReference } from 'convex/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { api } from '../../../convex/_generated/api.js'
import { issueToken } from '../../../worker/data/identity.ts'
import { newPrivateKey, signingKey } from '../../../worker/lib/es256.ts'
import { useEmbeddedHost } from '../compare.ts'
import { anAgent } from '../examples.ts'

const embedded = useEmbeddedHost()

/** A body is sent in pieces, without saying its length. */
const STREAMED: RequestInit & { duplex: 'half' } = { method: 'POST', duplex: 'half' }

const post = (path: string, body: string, token?: string) =>
  fetch(`${embedded().url}${path}`, {
    method: 'POST',
    body,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  })
const listAgents = JSON.stringify({
  path: 'agents:list',
  args: [{}],
  format: 'convex_encoded_json',
})

test('a good token opens, and the answer has Convex’s form', async () => {
  const response = await post('/api/query', listAgents, await embedded().token('operator'))
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ status: 'success', value: [], logLines: [] })
})

test('without a token the function refuses, with Convex’s status for a function that threw', async () => {
  const response = await post('/api/query', listAgents)
  expect(response.status).toBe(560)
  expect(await response.json()).toMatchObject({
    status: 'error',
    errorMessage: expect.stringContaining('Uncaught ConvexError'),
    errorData: { code: 'unauthenticated' },
  })
})

test.each<[what: string, token: () => Promise<string>]>([
  ['an expired token', () => embedded().token('operator', -10)],
  ['no token at all', async () => 'nonsense'],
  [
    'a token of another key',
    async () =>
      issueToken(
        await signingKey(await newPrivateKey()),
        { role: 'operator', subject: 'x', name: 'x' },
        60,
      ),
  ],
  [
    'a token without a signature',
    async () => {
      const [, payload] = (await embedded().token('operator')).split('.')
      return `${btoa('{"alg":"none","typ":"JWT"}').replaceAll('=', '')}.${payload}.`
    },
  ],
])('%s is refused', async (_, token) => {
  const response = await post('/api/query', listAgents, await token())
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ code: 'InvalidAuthHeader' })
})

test.each([
  ['not JSON', '{'],
  ['no path', '{"args":[{}]}'],
  ['more than one argument', '{"path":"agents:list","args":[{},{}]}'],
  ['an array', '{"path":"agents:list","args":[[]]}'],
  ['no Convex value', '{"path":"agents:list","args":[{"a":{"$integer":"?"}}]}'],
  ['a name that Convex keeps', '{"path":"agents:list","args":[{"$a":1,"b":2}]}'],
  ['nested too deep', `{"path":"agents:list","args":[${'['.repeat(70)}${']'.repeat(70)}]}`],
  ['a hundred thousand levels deep', '['.repeat(100_000)],
])('a body that is %s is refused', async (_, body) => {
  const token = await embedded().token('operator')
  for (const kind of ['query', 'mutation', 'action']) {
    const response = await post(`/api/${kind}`, body, token)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'BadJsonBody' })
  }
})

test('arguments may be sent as the object alone', async () => {
  const body = JSON.stringify({ path: 'agents:list', args: {} })
  const response = await post('/api/query', body, await embedded().token('operator'))
  expect(response.status).toBe(200)
})

test.each([
  ['no token', undefined, 560],
  ['a wrong token', 'nonsense', 401],
])('with %s the body is not read', async (_, token, status) => {
  // Whoever read it would wait for the rest of it.
  const endless = new ReadableStream({ start: (body) => body.enqueue(new Uint8Array(1)) })
  const response = await fetch(`${embedded().url}/api/query`, {
    ...STREAMED,
    body: endless,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  })
  expect(response.status).toBe(status)
})

test.each([
  ['agents:nothing', 'query'],
  ['nowhere:list', 'query'],
  ['agents:toString', 'query'],
  ['agents:list', 'mutation'],
  ['agents:create', 'query'],
  ['agents:list', 'action'],
])('%s is not there as a %s', async (path, kind) => {
  const body = JSON.stringify({ path, args: [{ settings: anAgent() }] })
  const response = await post(`/api/${kind}`, body, await embedded().token('operator'))
  expect(response.status).toBe(560)
  const { errorMessage } = z.object({ errorMessage: z.string() }).parse(await response.json())
  expect(errorMessage).toContain(path)
})

test('wrong arguments are explained in Convex’s words', async () => {
  const client = await embedded().client('words', 'operator')
  const create = makeFunctionReference<'mutation'>('agents:create')
  const send = (args: Record<string, unknown>) => client.mutation(create, args)
  await expect(send({})).rejects.toThrow(
    'ArgumentValidationError: Object is missing the required field `settings`',
  )
  await expect(send({ settings: anAgent(), more: 1 })).rejects.toThrow(
    'Object contains extra field `more` that is not in the validator.',
  )
  await expect(send({ settings: { ...anAgent(), name: 7 } })).rejects.toThrow(
    /Value does not match validator\.\nPath: \.settings\.name\nValue: 7\nValidator: v\.string\(\)/,
  )
})

test('what a bug threw stays on the server', async () => {
  const probe = embedded().probe('bug')
  const misuse = makeFunctionReference<'mutation'>('probes:misuse')
  await expect(probe.mutation(misuse, { how: 'wrongType' })).rejects.toThrow(
    /^\[Request ID: [^\]]+\] Server Error$/,
  )
})

test('a cursor of another query is refused by the name that Convex clients look for', async () => {
  const client = await embedded().client('cursor', 'operator')
  const ids = await Promise.all(
    [1, 2].map(async () => (await client.mutation(api.agents.create, { settings: anAgent() }))._id),
  )
  const [one, two] = ids
  await client.mutation(api.agents.update, { agentId: one!, settings: anAgent({ name: 'x' }) })
  const first = await client.query(api.agents.versions, {
    agentId: one!,
    paginationOpts: { numItems: 1, cursor: null },
  })
  const paginationOpts = { numItems: 1, cursor: first.continueCursor }
  await expect(
    client.query(api.agents.versions, { agentId: two!, paginationOpts }),
  ).rejects.toThrow('InvalidCursor')
})

test('the other forms in which clients ask', async () => {
  const token = await embedded().token('operator')
  const value = { status: 'success', value: [], logLines: [] }
  const ask = async (path: string, body: object) => {
    const response = await post(path, JSON.stringify(body), token)
    return { status: response.status, ...z.looseObject({}).parse(await response.json()) }
  }
  expect(await ask('/api/run/agents/list', { args: {}, format: 'json' })).toMatchObject(value)
  expect(await ask('/api/run/agents:list', { args: {} })).toMatchObject(value)
  expect(await ask('/api/function', { path: 'agents:list', args: {} })).toMatchObject(value)
  const { ts } = z.object({ ts: z.string() }).parse(await ask('/api/query_ts', {}))
  const list = { path: 'agents:list', args: [{}] }
  expect(await ask('/api/query_at_ts', { ...list, ts })).toMatchObject(value)
  expect(await ask('/api/query_at_ts', { ...list, ts: 'AQAAAAAAAAA=' })).toMatchObject({
    status: 'error',
    errorMessage: expect.stringContaining('does not support queries of a state that is past'),
  })
  expect(await ask('/api/function', { ...list, args: {}, componentPath: 'x' })).toMatchObject({
    errorMessage: expect.stringContaining('does not support components'),
  })
  expect((await ask('/api/query', { ...list, format: 'other' })).status).toBe(400)
  const version = await fetch(`${embedded().url}/version`)
  expect(await version.text()).toMatch(/^\d+\.\d+\.\d+$/)
})
