import { makeFunctionReference } from 'convex/server'
import { expect, test } from 'vitest'
import { functions } from '../../../worker/embedded-convex/functions.ts'
import { attempt, firstPage, type Host, useBothHosts } from '../compare.ts'
import { aChat, A_REFERENCE, anAgent, anEndedCall, aSealedSecret } from '../examples.ts'

const compare = useBothHosts()

type Seat = keyof Host
interface Entry {
  kind: 'query' | 'mutation'
  for: Seat[]
  args(ids: { agentId: string; numberId: string }): Record<string, unknown>
}

const entry = (kind: Entry['kind'], seats: Seat[], args: Entry['args'] = () => ({})): Entry => ({
  kind,
  for: seats,
  args,
})
const phoneNumber = '+12025550199'

/** Every public function, whom it is for, and arguments that it takes. */
const FUNCTIONS: Record<string, Entry> = {
  'afterCalls:record': entry('mutation', ['service'], () => ({
    callSid: 'CA1',
    revision: 1,
    analysis: null,
    deliveries: [],
  })),
  'afterCalls:get': entry('query', ['operator', 'service'], () => ({ callSid: 'CA1' })),
  'afterCalls:ofCalls': entry('query', ['operator'], () => ({ callSids: ['CA1'] })),
  'agents:list': entry('query', ['operator']),
  'agents:get': entry('query', ['operator', 'service'], ({ agentId }) => ({ agentId })),
  'agents:create': entry('mutation', ['operator'], () => ({ settings: anAgent() })),
  'agents:update': entry('mutation', ['operator'], ({ agentId }) => ({
    agentId,
    settings: anAgent(),
  })),
  'agents:unkeptPromises': entry('query', ['operator'], ({ agentId }) => ({ agentId })),
  'agents:versions': entry('query', ['operator'], ({ agentId }) => ({
    agentId,
    paginationOpts: firstPage(1),
  })),
  'agents:restore': entry('mutation', ['operator'], ({ agentId }) => ({ agentId, version: 1 })),
  'agents:snapshot': entry('query', ['service'], ({ agentId }) => ({ agentId })),
  'agents:chatSnapshot': entry('query', ['service'], ({ agentId }) => ({ agentId })),
  'agents:forUnknown': entry('query', ['service']),
  'chats:record': entry('mutation', ['service'], () => ({
    chat: aChat('a', { status: 'ended' }),
    revision: 1,
    messages: [],
    removed: [],
  })),
  'chats:get': entry('query', ['operator', 'service'], () => ({ chatId: 'chat_1' })),
  'chats:messages': entry('query', ['operator', 'service'], () => ({ chatId: 'chat_1' })),
  'chats:waiting': entry('query', ['operator']),
  'chats:list': entry('query', ['operator'], () => ({ paginationOpts: firstPage(1) })),
  'twilioNumbers:list': entry('query', ['operator']),
  'twilioNumbers:add': entry('mutation', ['operator'], ({ agentId }) => ({ agentId, phoneNumber })),
  'twilioNumbers:update': entry('mutation', ['operator'], ({ numberId }) => ({ numberId })),
  'twilioNumbers:resolve': entry('query', ['service'], () => ({ phoneNumber })),
  'twilioNumbers:remove': entry('mutation', ['operator'], ({ numberId }) => ({ numberId })),
  'voiceCalls:record': entry('mutation', ['service'], () => ({
    call: anEndedCall('CA1'),
    revision: 1,
    turns: [],
    events: [],
  })),
  'voiceCalls:get': entry('query', ['operator', 'service'], () => ({ callSid: 'CA1' })),
  'voiceCalls:turns': entry('query', ['operator', 'service'], () => ({ callSid: 'CA1' })),
  'voiceCalls:events': entry('query', ['operator', 'service'], () => ({ callSid: 'CA1' })),
  'voiceCalls:active': entry('query', ['operator']),
  'voiceCalls:list': entry('query', ['operator'], () => ({ paginationOpts: firstPage(1) })),
  'deletion:audit': entry('query', ['operator']),
  'deletion:deleteCaller': entry('mutation', ['operator'], () => ({ number: '+12025550188' })),
  'migrations:problems': entry('query', ['service']),
  'overview:summary': entry('query', ['operator'], () => ({ from: 0, to: 1, utcOffsetMinutes: 0 })),
  'setup:updatePrompt': entry('mutation', ['service'], ({ agentId }) => ({
    agentId,
    instructions: 'You sell shoes.',
  })),
  'secrets:list': entry('query', ['operator'], () => ({ owner: 'installation' })),
  'secrets:set': entry('mutation', ['operator'], () => ({
    secret: aSealedSecret(A_REFERENCE),
    replaces: null,
  })),
  'secrets:sealed': entry('query', ['service'], () => ({ reference: A_REFERENCE })),
  'secrets:sealedAt': entry('query', ['service'], () => ({ owner: 'installation', field: 'x' })),
  'secrets:remove': entry('mutation', ['operator'], () => ({ reference: A_REFERENCE })),
  'retention:list': entry('query', ['operator']),
  'retention:set': entry('mutation', ['operator'], () => ({
    agentId: null,
    days: { callDays: 30, transcriptDays: 7 },
  })),
  'setup:seed': entry('mutation', ['service'], () => ({
    settings: anAgent(),
    phoneNumber,
    description: '',
  })),
  'setup:addTrial': entry('mutation', ['service'], () => ({
    settings: anAgent(),
    phoneNumber: '+12025550110',
  })),
  'setup:removeTrial': entry('mutation', ['service'], () => ({ phoneNumber: '+12025550110' })),
  'deletion:deleteChat': entry('mutation', ['operator'], () => ({ chatId: aChat('a').chatId })),
  'deletion:deleteOne': entry('mutation', ['operator'], () => ({ callSid: 'CA1' })),
  'agents:remove': entry('mutation', ['operator'], ({ agentId }) => ({ agentId })),
  // After whatever tells the audit, as each host writes lines at a time of its own.
  'audit:noteAct': entry('mutation', ['service'], () => ({
    action: 'call_ended',
    by: 'control',
    callSid: 'CA1',
  })),
}

const SEATS: Seat[] = ['stranger', 'operator', 'service']

async function ask(host: Host, seat: Seat, path: string, args: Record<string, unknown>) {
  const client = host[seat]
  return attempt(
    FUNCTIONS[path]?.kind === 'query'
      ? client.query(makeFunctionReference<'query'>(path), args)
      : client.mutation(makeFunctionReference<'mutation'>(path), args),
  )
}

test('the table below names every public function', () => {
  expect(Object.keys(FUNCTIONS).toSorted()).toEqual(functions.paths.toSorted())
})

test('every function is for its roles and refuses the others', async () => {
  const outcome = await compare(async (host) => {
    const create = makeFunctionReference<'mutation'>('agents:create')
    const add = makeFunctionReference<'mutation'>('twilioNumbers:add')
    const agent = await host.operator.mutation(create, { settings: anAgent() })
    const other = await host.operator.mutation(create, { settings: anAgent() })
    const number = await host.operator.mutation(add, {
      agentId: other._id,
      phoneNumber: '+12025550100',
    })
    const answers: Record<string, unknown> = {}
    for (const [path, { args }] of Object.entries(FUNCTIONS)) {
      for (const seat of SEATS) {
        const ids = {
          agentId: path === 'twilioNumbers:add' ? other._id : agent._id,
          numberId: number._id,
        }
        answers[`${path} by ${seat}`] = await ask(host, seat, path, args(ids))
      }
    }
    return answers
  })
  const expected = Object.entries(FUNCTIONS).flatMap(([path, { for: seats }]) =>
    SEATS.map((seat) => [`${path} by ${seat}`, expectation(seat, seats)]),
  )
  expect(outcome).toEqual(Object.fromEntries(expected))
})

function expectation(seat: Seat, allowed: Seat[]): unknown {
  const answered = { value: expect.toSatisfy((value) => value !== undefined) }
  const code = seat === 'stranger' ? 'unauthenticated' : 'forbidden'
  const refused = { error: { code, message: expect.any(String) } }
  return allowed.includes(seat) ? answered : refused
}

test.each([
  ['agents:get', { agentId: 'not an id' }],
  ['agents:get', {}],
  ['agents:list', { extra: 1 }],
  ['agents:create', { settings: { name: 1, instructions: 'x' } }],
  ['agents:create', { settings: { name: 'x' } }],
  ['agents:create', { settings: { ...anAgent(), other: true } }],
  ['agents:create', { settings: { ...anAgent(), voice: { bargeIn: 'yes' } } }],
  ['voiceCalls:list', { paginationOpts: firstPage(1), status: 'ringing' }],
  ['voiceCalls:list', { paginationOpts: { numItems: 'two', cursor: null } }],
  ['voiceCalls:record', { call: {}, revision: 1, turns: 'none', events: [] }],
])('%s does not run with %o', async (path, args) => {
  const outcome = await compare(async (host) => {
    const seat = FUNCTIONS[path]?.for[0] ?? 'operator'
    return ask(host, seat, path, args)
  })
  expect(outcome).toEqual({ error: 'not a domain error' })
})

test('an id of another table is no id', async () => {
  const outcome = await compare(async (host) => {
    const agent = await host.operator.mutation(makeFunctionReference<'mutation'>('agents:create'), {
      settings: anAgent(),
    })
    return ask(host, 'operator', 'twilioNumbers:remove', { numberId: agent._id })
  })
  expect(outcome).toEqual({ error: 'not a domain error' })
})
