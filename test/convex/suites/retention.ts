/// <reference types="vite/client" />
import { convexTest } from 'convex-test'
import { expect, test } from 'vitest'
import { api, internal } from '../../../convex/_generated/api.js'
import { TOKEN_ISSUER } from '../../../convex/model/identity.ts'
import schema from '../../../convex/schema.ts'
import {
  attempt,
  clientOf,
  firstPage,
  type Host,
  useBothHosts,
  useEmbeddedHost,
} from '../compare.ts'
import { aCall, aChat, aMessage, anAgent, anEndedCall, anEvent, aTurn } from '../examples.ts'
import { measuredHost } from '../measured.ts'

const compare = useBothHosts()
const embedded = useEmbeddedHost()
const DAY = 86_400_000

/** What is asked of a host here: `retain` does what is due, as its alarm or its cron would. */
interface Retaining extends Pick<Host, 'operator' | 'service'> {
  retain(): Promise<void>
}

function onConvex(): Retaining {
  const host = convexTest(schema, import.meta.glob('../../../convex/**/*.{ts,js}'))
  const as = (role: string) =>
    clientOf(host.withIdentity({ issuer: TOKEN_ISSUER, subject: role, name: role, role }))
  return {
    operator: as('operator'),
    service: as('service'),
    async retain() {
      for (let cursor: string | null = null, isDone = false; !isDone;) {
        const step: { cursor: string | null; isDone: boolean } = await host.mutation(
          internal.retention.step,
          { cursor },
        )
        ;({ cursor, isDone } = step)
      }
    },
  }
}

const HOSTS: [string, () => Retaining][] = [
  ['Convex', onConvex],
  ['the embedded host', () => measuredHost(embedded(), crypto.randomUUID())],
]

async function record({ service }: Retaining, callSid: string, ageDays: number, changes = {}) {
  const call = anEndedCall(callSid, { startedAt: Date.now() - ageDays * DAY, ...changes })
  const turns = [aTurn(callSid, 'item', { text: 'pineapple' })]
  await service.mutation(api.voiceCalls.record, {
    call,
    revision: 1,
    turns,
    events: [anEvent(callSid, 0)],
  })
}

async function left({ operator }: Retaining) {
  const paginationOpts = firstPage(200)
  const { page } = await operator.query(api.voiceCalls.list, { paginationOpts })
  const calls = await Promise.all(
    page.map(async ({ callSid }) => {
      const turns = await operator.query(api.voiceCalls.turns, { callSid })
      const events = await operator.query(api.voiceCalls.events, { callSid })
      return [callSid, turns.length + events.length]
    }),
  )
  return Object.fromEntries(calls)
}

test.each(HOSTS)('on %s nothing goes unless it is set', async (_, open) => {
  const host = open()
  await record(host, 'CA1', 4000)
  await host.retain()
  expect(await left(host)).toEqual({ CA1: 2 })
})

test.each(HOSTS)('on %s conversations on web pages go as calls do', async (_, open) => {
  const host = open()
  await host.operator.mutation(api.retention.set, {
    agentId: null,
    days: { callDays: 30, transcriptDays: 7 },
  })
  const ages = { a: 31, b: 8, c: 6, d: 90 }
  for (const [letter, days] of Object.entries(ages)) {
    const status = letter === 'd' ? 'open' : 'ended'
    const chat = aChat(letter, { status, startedAt: Date.now() - days * DAY })
    const messages = [aMessage(chat.chatId, 0)]
    const record = { chat, revision: 1, messages, removed: [] }
    await host.service.mutation(api.chats.record, record)
  }
  await host.retain()
  const { page } = await host.operator.query(api.chats.list, { paginationOpts: firstPage(10) })
  const left = await Promise.all(
    page.map(async ({ chatId, title }) => {
      const messages = await host.operator.query(api.chats.messages, { chatId })
      return [chatId.at(-1), title !== '', messages.length]
    }),
  )
  expect(left).toEqual([
    ['c', true, 1],
    ['b', false, 0],
    ['d', true, 1],
  ])
})

test.each(HOSTS)('on %s calls and transcripts go by the rule of their agent', async (_, open) => {
  const host = open()
  const { _id: agentId } = await host.operator.mutation(api.agents.create, { settings: anAgent() })
  await host.operator.mutation(api.retention.set, {
    agentId: null,
    days: { callDays: 30, transcriptDays: 7 },
  })
  await host.operator.mutation(api.retention.set, {
    agentId,
    days: { callDays: null, transcriptDays: 60 },
  })
  await record(host, 'old', 31)
  await record(host, 'middle', 8)
  await record(host, 'new', 6)
  await record(host, 'kept', 59, { agentId })
  await record(host, 'bare', 61, { agentId })
  const running = aCall('runs', { startedAt: Date.now() - 90 * DAY })
  await host.service.mutation(api.voiceCalls.record, {
    call: running,
    revision: 1,
    turns: [],
    events: [anEvent('runs', 0)],
  })
  await host.retain()
  const expected = { middle: 0, new: 2, kept: 2, bare: 0, runs: 1 }
  expect(await left(host)).toEqual(expected)
  // A record that comes late brings back neither the call nor its transcript.
  for (const callSid of ['old', 'middle']) {
    const turns = [aTurn(callSid, 'late')]
    const call = anEndedCall(callSid, { startedAt: Date.now() - 8 * DAY })
    await host.service.mutation(api.voiceCalls.record, { call, revision: 2, turns, events: [] })
  }
  await host.retain()
  expect(await left(host)).toEqual(expected)
  const paginationOpts = firstPage(9)
  const found = await host.operator.query(api.voiceCalls.list, {
    text: 'pineapple',
    paginationOpts,
  })
  expect(found.page.map(({ callSid }) => callSid)).toEqual(['new', 'kept'])
  // And a call without a transcript goes whole when it is old enough.
  await host.operator.mutation(api.retention.set, {
    agentId: null,
    days: { callDays: 7, transcriptDays: null },
  })
  await host.retain()
  expect(await left(host)).toEqual({ new: 2, kept: 2, bare: 0, runs: 1 })
})

test.each(HOSTS)('on %s more calls than one step takes go in one round', async (_, open) => {
  const host = open()
  await host.operator.mutation(api.retention.set, {
    agentId: null,
    days: { callDays: 10, transcriptDays: null },
  })
  for (let call = 0; call < 66; call++) await record(host, `CA${call}`, call < 60 ? 11 : 9)
  await host.retain()
  expect(Object.keys(await left(host))).toHaveLength(6)
})

test('a rule is set, changed, noted and taken back', async () => {
  const outcome = await compare(async ({ operator }) => {
    const { _id: agentId } = await operator.mutation(api.agents.create, { settings: anAgent() })
    const set = (
      id: string | null,
      days: { callDays: number | null; transcriptDays: number | null } | null,
    ) => operator.mutation(api.retention.set, { agentId: id, days })
    await set(null, { callDays: 30, transcriptDays: null })
    await set(null, { callDays: 30, transcriptDays: null })
    await set(agentId, { callDays: null, transcriptDays: 5 })
    const rules = await operator.query(api.retention.list, {})
    await set(null, null)
    await set(agentId, null)
    await set(agentId, null)
    const audit = await operator.query(api.deletion.audit, {})
    return {
      rules: rules.map(({ callDays, transcriptDays }) => [callDays, transcriptDays]),
      after: await operator.query(api.retention.list, {}),
      audit: audit.map(({ action, subject }) => `${action} ${subject}`),
    }
  })
  expect(outcome).toEqual({
    rules: [
      [30, null],
      [null, 5],
    ],
    after: [],
    audit: ['Reception', 'all agents', 'Reception', 'all agents'].map(
      (subject) => `retention_set ${subject}`,
    ),
  })
})

test.each([
  [0, null, 'days.callDays'],
  [-1, null, 'days.callDays'],
  [1.5, null, 'days.callDays'],
  [3651, null, 'days.callDays'],
  [null, 0, 'days.transcriptDays'],
  [7, 8, 'days.transcriptDays'],
])(
  'calls for %o days and transcripts for %o are refused',
  async (callDays, transcriptDays, field) => {
    const outcome = await compare(async ({ operator }) => ({
      refused: await attempt(
        operator.mutation(api.retention.set, { agentId: null, days: { callDays, transcriptDays } }),
      ),
      rules: await operator.query(api.retention.list, {}),
    }))
    expect(outcome).toMatchObject({ refused: { error: { code: 'invalid', field } }, rules: [] })
  },
)

test('an agent that is not there has no rule', async () => {
  const outcome = await compare(async ({ operator }) =>
    attempt(
      operator.mutation(api.retention.set, {
        agentId: 'nobody',
        days: { callDays: 1, transcriptDays: null },
      }),
    ),
  )
  expect(outcome).toMatchObject({ error: { code: 'not_found', field: 'agentId' } })
})
