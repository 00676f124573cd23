import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConvexClient } from 'convex/browser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { api } from '../../convex/_generated/api.js'
import { importBegunSchema } from '../../convex/model/api.ts'
import { recordChat } from '../../worker/data/chats.ts'
import { callData } from '../../worker/data/index.ts'
import { issueToken } from '../../worker/data/identity.ts'
import { dataApi } from '../local/dataApi.ts'
import { exportData } from '../local/exportData.ts'
import { importData } from '../local/importData.ts'
import {
  asOfAnotherDeployment,
  canonical,
  type ConvexExport,
  newId,
  readExport,
  type Row,
  writeExport,
} from '../convex/convexExport.ts'
import { earlierAgent, earlierCall } from '../convex/earlierRows.ts'
import { aChat, aMessage, anEvent } from '../convex/examples.ts'
import { documentsOfCalls, manyCalls } from '../convex/manyCalls.ts'
import { callOf, callSidOf } from '../convex/standardCall.ts'
import { operator } from './agents.ts'
import { AUTH_TOKEN, type Harness, hearOut, startHarness } from './harness.ts'
import { isOver } from './storedCall.ts'

const CALLS = 24
const TURNS = 12
/** Not so long ago that their figures would be merged by now. */
const STARTED_AT = Date.now() - CALLS * 60_000

let harness: Harness
let folder: string
let number: string
/** What the first installation had stored. */
let stored: ConvexExport
const fileOf = (name: string) => join(folder, `${name}.zip`)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-'))
  harness = await startHarness()
  number = await harness.newNumber()
  await fill(harness)
  await exportData(harness.url, AUTH_TOKEN, fileOf('stored'))
  stored = await read('stored')
})
afterAll(async () => {
  await harness.close()
  await rm(folder, { recursive: true })
})

/** Calls of the agent that is there, and of one that is gone, with every kind of row. */
async function fill({ url, owner }: Harness): Promise<void> {
  const host = {
    getByName: () => ({ fetch, signingKey: async () => '', secretsKey: async () => '' }),
  }
  const settings = { convexUrl: url, authPrivateKey: owner.privateKey, host }
  const data = callData(settings)
  const client = await operator(url, owner)
  const [agent] = await client.query(api.agents.list, {})
  const gone = await client.mutation(api.agents.create, {
    settings: { name: 'Gone', instructions: 'Be gone.' },
  })
  await client.mutation(api.agents.remove, { agentId: gone._id })
  for (let at = 0; at < CALLS; at++) {
    const callSid = callSidOf(at)
    const startedAt = STARTED_AT + at * 60_000
    const changes = { agentId: at % 2 ? gone._id : (agent?._id ?? null) }
    const whole = callOf({ callSid, startedAt, turns: TURNS, changes })
    await data.recordCall({ ...whole, events: [anEvent(callSid, 0)], revision: 1 })
  }
  const chat = { ...aChat('a'), agentId: agent?._id ?? '' }
  const messages = [aMessage(chat.chatId, 0), aMessage(chat.chatId, 1)]
  await recordChat(settings, { chat, revision: 1, messages, removed: [] })
}

const read = async (name: string) => readExport(await readFile(fileOf(name)))

/** What is stored now. */
async function storedNow(url = harness.url): Promise<ConvexExport> {
  await exportData(url, AUTH_TOKEN, fileOf('now'))
  return read('now')
}

/** Writes an export, and reads it into the installation in the place of what is there. */
async function bring(name: string, exported: ConvexExport, url = harness.url) {
  await writeFile(fileOf(name), writeExport(exported))
  return importData(url, AUTH_TOKEN, fileOf(name), { replace: true })
}

/** The same with some rows of a table changed. */
const changed = (table: string, change: (row: Row, at: number) => Row): ConvexExport => ({
  ...stored,
  rows: new Map(stored.rows).set(table, (stored.rows.get(table) ?? []).map(change)),
})

const rowsOf = ({ rows }: ConvexExport, table: string): Row[] => rows.get(table) ?? []

test('an empty installation takes in what another one has written, and writes the same', async () => {
  const empty = await startHarness()
  try {
    const read = await importData(empty.url, AUTH_TOKEN, fileOf('stored'))
    expect(read).toMatchObject({ renamed: 0 })
    expect(await storedNow(empty.url)).toEqual(stored)
    await expect(importData(empty.url, AUTH_TOKEN, fileOf('stored'))).rejects.toThrow(
      /^There is something stored already \(agents, .*\)\. Say --replace if all of it may go\.$/,
    )
    const found = await (
      await operator(empty.url, empty.owner)
    ).query(api.voiceCalls.list, { paginationOpts: { numItems: 100, cursor: null } })
    expect(found.page).toHaveLength(CALLS)
  } finally {
    await empty.close()
  }
})

/** In the order of ids, and with creation times of a transaction each, as Convex writes them. */
const spread = (exported: ConvexExport): ConvexExport => ({
  ...exported,
  // Documents of one transaction come within a microsecond, and files are in order of ids.
  rows: new Map(
    Array.from(exported.rows, ([name, rows]) => [
      name,
      rows
        .map((row, at) => ({ ...row, _creationTime: STARTED_AT + at / 4096 }))
        .toSorted((a, b) => (a._id < b._id ? -1 : 1)),
    ]),
  ),
})

describe('what a Convex deployment has written', () => {
  test('comes in with its references whole and in its order, and goes out again', async () => {
    const other = spread(asOfAnotherDeployment(stored))
    const { documents, renamed } = await bring('other', other)
    expect(renamed).toBe(documents)
    expect(canonical(await storedNow())).toEqual(canonical(other))
  })

  test('comes in in many lots', async () => {
    const calls = manyCalls(200)
    expect(await bring('many', calls)).toMatchObject({ documents: documentsOfCalls(200) })
    const { rows } = await storedNow()
    const filled = new Map([...rows].filter(([name]) => calls.rows.has(name)))
    expect(canonical({ ...calls, rows: filled })).toEqual(canonical(calls))
  })

  test('is known by the ids that it had there', async () => {
    const other = asOfAnotherDeployment(stored)
    await bring('known', other)
    const client = await operator(harness.url, harness.owner)
    const [agent] = await client.query(api.agents.list, {})
    const [row] = rowsOf(other, 'agents')
    expect(agent?._id).not.toBe(row?._id)
    const { agentId } = z.object({ agentId: z.string() }).parse({ agentId: row?._id })
    const byOldId = await client.query(api.voiceCalls.list, {
      agentId,
      paginationOpts: { numItems: 100, cursor: null },
    })
    expect(byOldId.page).toHaveLength(CALLS / 2)
    expect(new Set(byOldId.page.map((call) => call.agentId))).toEqual(new Set([agent?._id]))
  })
})

test('rows of an earlier release are brought into the form of this one', async () => {
  const agentId = newId(10_001)
  const rows = {
    agents: [{ ...earlierAgent, _id: agentId, _creationTime: STARTED_AT }],
    voiceCalls: [
      { ...earlierCall(callSidOf(1)), agentId, _id: newId(10_002), _creationTime: STARTED_AT },
    ],
  }
  await bring('earlier', {
    numbers: new Map([
      ['agents', 10_001],
      ['voiceCalls', 10_002],
    ]),
    rows: new Map(Object.entries(rows)),
  })
  const client = await operator(harness.url, harness.owner)
  const [agent] = await client.query(api.agents.list, {})
  expect(agent).toMatchObject({ name: 'Empfang', engine: { engine: 'realtime' } })
  const call = await client.query(api.voiceCalls.get, { callSid: callSidOf(1) })
  expect(call).toMatchObject({ agentId: agent?._id, cost: { carrier: { currency: 'JPY' } } })
})

test('conversations on web pages come in with their messages, and with their agent', async () => {
  await bring('chats', asOfAnotherDeployment(stored))
  const client = await operator(harness.url, harness.owner)
  const [agent] = await client.query(api.agents.list, {})
  const { chatId } = aChat('a')
  const chat = await client.query(api.chats.get, { chatId })
  expect(chat).toMatchObject({ agentId: agent?._id, title: aChat('a').title })
  const messages = await client.query(api.chats.messages, { chatId })
  expect(messages.map(({ text }) => text)).toEqual(['Message 0', 'Message 1'])
  const filters = { agentId: String(agent?._id) }
  const paginationOpts = { numItems: 10, cursor: null }
  const { page } = await client.query(api.chats.list, { ...filters, paginationOpts })
  expect(page.map((row) => row.chatId)).toEqual([chatId])
})

test('whoever watches sees what came in', async () => {
  await bring('stored', stored)
  const client = new ConvexClient(harness.url, { skipConvexDeploymentUrlCheck: true })
  const who = { role: 'operator', subject: 'operator', name: 'Olivia' } as const
  client.setAuth(() => issueToken(harness.owner.key, who, 3600))
  const names: string[] = []
  const seen = (name: string) =>
    new Promise<void>((resolve) => {
      const stop = client.onUpdate(api.agents.list, {}, ([agent]) => {
        if (agent) names.push(agent.name)
        if (agent?.name !== name) return
        stop()
        resolve()
      })
    })
  try {
    await seen('Reception')
    const watched = seen('Front desk')
    await bring(
      'renamed',
      changed('agents', (row) => ({ ...row, name: 'Front desk' })),
    )
    await watched
    expect(new Set(names)).toEqual(new Set(['Reception', 'Front desk']))
  } finally {
    await client.close()
  }
})

/** The same with another last row of a table. */
const ofLast = (table: string, change: (row: Row) => object) =>
  changed(table, (row, at) =>
    at === rowsOf(stored, table).length - 1 ? { ...row, ...change(row) } : row,
  )

describe('all of it or nothing', () => {
  beforeAll(() => bring('stored', stored))

  test.each<[what: string, exported: () => ConvexExport, message: RegExp]>([
    [
      'a value of another type',
      () => ofLast('callTurns', () => ({ text: 7 })),
      new RegExp(
        `^callTurns/documents\\.jsonl, line ${CALLS * TURNS}: Value does not match validator\\. Path: \\.text Value: 7 Validator: v\\.string\\(\\)$`,
      ),
    ],
    [
      'a field too many',
      () => ofLast('voiceCalls', () => ({ more: 1 })),
      new RegExp(`^voiceCalls/documents\\.jsonl, line ${CALLS}: Object contains extra field`),
    ],
    [
      'a document twice',
      () => ofLast('callEvents', () => ({ ...rowsOf(stored, 'callEvents')[0] })),
      new RegExp(`^callEvents/documents\\.jsonl, line ${CALLS}: There was a document`),
    ],
    [
      'no creation time',
      () => ofLast('callEvents', () => ({ _creationTime: undefined })),
      new RegExp(`^callEvents/documents\\.jsonl, line ${CALLS}: This is no document`),
    ],
    [
      'no Convex value',
      () => ofLast('voiceCalls', () => ({ startedAt: { $integer: '?' } })),
      new RegExp(`^voiceCalls/documents\\.jsonl, line ${CALLS}: `),
    ],
    [
      'a table that is not there',
      () => ({ ...stored, rows: new Map(stored.rows).set('users', rowsOf(stored, 'agents')) }),
      / has a table that is not known here: users\.$/,
    ],
  ])('%s is refused by its line, and nothing has changed', async (_, exported, message) => {
    await expect(bring('wrong', exported())).rejects.toThrow(message)
    expect(await storedNow()).toEqual(stored)
  })

  test('a call that comes in meanwhile is answered', async () => {
    const { ask } = dataApi(harness.url, AUTH_TOKEN)
    const { id } = await ask('POST', '/import', importBegunSchema, { replace: true })
    const lines = rowsOf(stored, 'callTurns').map((row) => JSON.stringify(row))
    const lot = { table: 'callTurns', firstLine: 1, lines: lines.join('\n') }
    const [call] = await Promise.all([
      (async () => {
        const placed = harness.placeCall(number)
        await hearOut(placed)
        placed.hangUp()
        return placed
      })(),
      ask('POST', `/import/${id}/lots`, z.object({}), lot),
    ])
    // The price is the last that its record waits for: after the import nothing more is to come.
    const { status } = (
      await harness.storedCall(call.callSid, (one) => isOver(one) && one.call.cost.carrier !== null)
    ).call
    expect(status).toBe('completed')
    await ask('POST', `/import/${id}/end`, z.object({}), { aliases: [] })
    const now = await storedNow()
    expect(rowsOf(now, 'callTurns')).toEqual(rowsOf(stored, 'callTurns'))
    expect(rowsOf(now, 'voiceCalls')).toEqual([])
  })

  test('an import that another one follows has ended', async () => {
    await bring('stored', stored)
    const { ask, drop } = dataApi(harness.url, AUTH_TOKEN)
    const first = await ask('POST', '/import', importBegunSchema, { replace: true })
    const second = await ask('POST', '/import', importBegunSchema, { replace: true })
    await expect(
      ask('POST', `/import/${first.id}/end`, z.object({}), { aliases: [] }),
    ).rejects.toThrow('This import has ended')
    await drop(`/import/${second.id}`)
    await expect(
      ask('POST', `/import/${second.id}/end`, z.object({}), { aliases: [] }),
    ).rejects.toThrow('This import has ended')
    expect(await storedNow()).toEqual(stored)
  })

  test('what is no export is refused', async () => {
    await writeFile(fileOf('broken'), (await readFile(fileOf('stored'))).subarray(0, 1000))
    await expect(importData(harness.url, AUTH_TOKEN, fileOf('broken'))).rejects.toThrow(
      'This is no zip, or its end is missing.',
    )
    await expect(importData(harness.url, 'another token', fileOf('stored'))).rejects.toThrow(
      /token/,
    )
  })
})
