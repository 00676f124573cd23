import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { recordChat } from '../../worker/data/chats.ts'
import { callData } from '../../worker/data/index.ts'
import { developerToken } from '../local/developerToken.ts'
import { exportData } from '../local/exportData.ts'
import { aChat, aMessage, anEvent } from '../convex/examples.ts'
import { callOf, callSidOf } from '../convex/standardCall.ts'
import { AUTH_TOKEN, type Harness, startHarness } from './harness.ts'

const CALLS = 3
const TURNS = 600

let harness: Harness
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'))
  harness = await startHarness()
  await harness.newNumber()
  const host = {
    getByName: () => ({ fetch, signingKey: async () => '', secretsKey: async () => '' }),
  }
  const { privateKey: authPrivateKey } = harness.owner
  const settings = { convexUrl: harness.url, authPrivateKey, host }
  const data = callData(settings)
  for (let number = 0; number < CALLS; number++) {
    const callSid = callSidOf(number)
    const whole = callOf({ callSid, startedAt: 1_790_000_000_000 + number, turns: TURNS })
    await data.recordCall({ ...whole, events: [anEvent(callSid, 0)], revision: 1 })
  }
  const chat = aChat('a')
  const messages = [aMessage(chat.chatId, 0), aMessage(chat.chatId, 1)]
  await recordChat(settings, { chat, revision: 1, messages, removed: [] })
})
afterAll(() => harness.close())

const documentSchema = z.looseObject({ _id: z.string(), _creationTime: z.number() })
const tableSchema = z.object({ name: z.string(), id: z.number() })

/** Reads an export by the form that Convex documents for it. */
async function readExport(file: string) {
  const files = unzipSync(await readFile(file))
  const linesOf = (name: string): unknown[] =>
    strFromU8(files[`${name}/documents.jsonl`] ?? new Uint8Array())
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  const tables = z.array(tableSchema).parse(linesOf('_tables'))
  const documents = new Map(
    tables.map(({ name }) => [name, z.array(documentSchema).parse(linesOf(name))]),
  )
  return { tables, of: (name: string) => documents.get(name) ?? [] }
}

/** The table number within an id: a number in groups of seven bits, the lowest first, before all else. */
function tableOf(id: string): number {
  const bits = Array.from(id, (letter) =>
    '0123456789abcdefghjkmnpqrstvwxyz'.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('')
  const byte = (at: number) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2)
  return (byte(0) & 0x7f) | (byte(1) << 7)
}

test('an export holds every row once, with ids that name their table and references that lead somewhere', async () => {
  const file = join(folder, 'all.zip')
  const { documents } = await exportData(harness.url, AUTH_TOKEN, file)
  const exported = await readExport(file)
  expect(exported.of('voiceCalls').map((call) => call['callSid'])).toEqual(
    Array.from({ length: CALLS }, (_, number) => callSidOf(number)),
  )
  expect(exported.of('callTurns')).toHaveLength(CALLS * TURNS)
  expect(exported.of('callEvents')).toHaveLength(CALLS)
  let count = 0
  for (const { name, id } of exported.tables) {
    const rows = exported.of(name)
    count += rows.length
    expect(new Set(rows.map(({ _id }) => _id)).size).toBe(rows.length)
    expect(rows.filter(({ _id }) => tableOf(_id) !== id)).toEqual([])
  }
  expect(count).toBe(documents)
  const agents = new Set<unknown>(exported.of('agents').map(({ _id }) => _id))
  expect(agents.size).toBe(1)
  for (const row of [...exported.of('twilioNumbers'), ...exported.of('agentVersions')]) {
    expect(agents.has(row['agentId'])).toBe(true)
  }
  expect(await readdir(folder)).toEqual(['all.zip'])
})

test('an export holds conversations on web pages, and what was said in them', async () => {
  const file = join(folder, 'chats.zip')
  await exportData(harness.url, AUTH_TOKEN, file)
  const exported = await readExport(file)
  await rm(file)
  const chat = aChat('a')
  expect(exported.of('chats')).toEqual([expect.objectContaining(chat)])
  expect(exported.of('chatMessages')).toEqual([
    expect.objectContaining(aMessage(chat.chatId, 0)),
    expect.objectContaining(aMessage(chat.chatId, 1)),
  ])
})

test('what is no table, no number and no developer is refused, and leaves no file', async () => {
  const authorization = `Bearer ${await developerToken(AUTH_TOKEN)}`
  const status = async (path: string) =>
    (await fetch(harness.url + path, { headers: { authorization } })).status
  expect(await status('/api/data/nothing')).toBe(404)
  expect(await status('/api/data/agents?after=x')).toBe(400)
  expect(await status('/api/data/agents?until=-1')).toBe(400)
  const file = join(folder, 'refused.zip')
  await expect(exportData(harness.url, 'another token', file)).rejects.toThrow(/token/)
  expect(await readdir(folder)).toEqual(['all.zip'])
})
