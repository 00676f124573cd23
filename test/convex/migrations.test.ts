/// <reference types="vite/client" />
import { convexTest } from 'convex-test'
import { type AnyDataModel, type GenericDatabaseWriter, makeFunctionReference } from 'convex/server'

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { api, internal } from '../../convex/_generated/api.js'
import type { TableNames } from '../../convex/_generated/dataModel.js'
import { MIGRATIONS } from '../../convex/lib/migrationList.ts'
import { TOKEN_ISSUER } from '../../convex/model/identity.ts'
import { SCHEMA_VERSION } from '../../convex/model/schemaVersion.ts'
import { httpToolSchema } from '../../convex/model/tools.ts'
import schema from '../../convex/schema.ts'
import { earlierAgent, earlierCall, earlierStats, earlierVersion } from './earlierRows.ts'

const MODULES = import.meta.glob('../../convex/**/*.{ts,js}')

const A_TOOL = { description: 'Calls somebody.', url: 'https://example.com/' }

/** A deployment that holds rows of version 0.1.0. */
async function deployment({ calls = 1 }: { calls?: number } = {}) {
  const host = convexTest(schema, MODULES)
  await host.run(async ({ db }) => {
    const earlier: GenericDatabaseWriter<AnyDataModel> = db
    const agentId = await earlier.insert('agents', earlierAgent)
    await earlier.insert('agentVersions', earlierVersion(agentId))
    for (let n = 0; n < calls; n++) await earlier.insert('voiceCalls', earlierCall(`CA${n}`))
    await earlier.insert('callStats', earlierStats)
  })
  const rows = <Table extends TableNames>(table: Table) =>
    host.run(({ db }) => db.query(table).collect())
  const problems = () =>
    host
      .withIdentity({ issuer: TOKEN_ISSUER, subject: 'worker', role: 'service' })
      .query(makeFunctionReference<'query'>('migrations:problems'), {})
  return { host, rows, problems }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function migrate(host: Awaited<ReturnType<typeof deployment>>['host']): Promise<void> {
  await host.mutation(internal.migrations.run, {})
  await host.finishAllScheduledFunctions(vi.runAllTimers)
}

/** The row without these fields, which are dotted paths of one or two names. */
const without = (row: object, paths: readonly string[]) =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]: [string, unknown]) => {
      if (paths.includes(name)) return []
      const isPart = paths.some((path) => path.startsWith(`${name}.`))
      if (!isPart || typeof value !== 'object' || value === null) return [[name, value]]
      const kept = Object.entries(value).filter(([key]) => !paths.includes(`${name}.${key}`))
      return [[name, Object.fromEntries(kept)]]
    }),
  )

test('numbers go up by one, and are never used again', () => {
  expect(MIGRATIONS.map(({ number }) => number)).toEqual(MIGRATIONS.map((_, index) => index + 1))
})

describe('on a Convex deployment', () => {
  test('every row becomes what this release reads', async () => {
    const { host, rows, problems } = await deployment()
    expect(await problems()).toEqual([expect.stringContaining('npx convex run migrations:run')])
    await migrate(host)

    const [agent] = await rows('agents')
    expect(agent).toMatchObject({
      schemaVersion: SCHEMA_VERSION,
      name: 'Empfang',
      voice: { locale: 'de-DE', greeting: { type: 'fixed', text: 'Hallo.', interruptible: true } },
      engine: {
        engine: 'realtime',
        model: 'gpt-realtime',
        voice: 'marin',
        speed: 1.2,
        turnDetection: { type: 'semantic_vad', eagerness: 'high' },
        noiseReduction: 'near_field',
        transcription: { model: 'gpt-transcribe', language: 'locale' },
      },
      otherEngine: null,
    })
    const [version] = await rows('agentVersions')
    expect(version).toMatchObject({
      agentId: agent?._id,
      settings: { engine: { model: 'gpt-realtime' }, otherEngine: null },
    })
    expect(await rows('voiceCalls')).toMatchObject([
      {
        schemaVersion: SCHEMA_VERSION,
        revision: 7,
        usage: [
          { part: 'model', model: 'gpt-realtime', unit: 'audio_in_tokens', amount: 1_000_000 },
          { part: 'transcription', model: 'gpt-transcribe', unit: 'transcribed_sec', amount: 60 },
        ],
        cost: {
          parts: { model: 32, transcription: 0.0045 },
          carrier: { amount: 3, currency: 'JPY' },
        },
      },
    ])
    expect((await rows('voiceCalls'))[0]).not.toHaveProperty('carrierPriceUnit')
    expect(await rows('callStats')).toMatchObject([
      {
        calls: 1,
        partCosts: { model: 32, transcription: 0.0045 },
        carrierCosts: { USD: 0.5 },
      },
    ])
    expect(await problems()).toEqual([])
  })

  const SINCE_5 = ['chat', 'sip', 'tools.destinations']
  const SINCE_4 = [...SINCE_5, 'tools', 'afterCall']
  const LATER_VOICE = ['interruptions', 'reprompt', 'droppedLine', 'echoGuard']
  const SINCE_3 = [...SINCE_4, ...LATER_VOICE.map((name) => `voice.${name}`)]

  test.each([
    { version: 2, number: 5, lacks: SINCE_3 },
    { version: 3, number: 7, lacks: SINCE_4 },
    { version: 4, number: 9, lacks: SINCE_5 },
  ])(
    'an agent of schema version $version gets what can be set since, as it was before',
    async ({ version: schemaVersion, number, lacks }) => {
      const { host, rows, problems } = await deployment()
      await migrate(host)
      const [agent] = await rows('agents')
      if (!agent) throw new Error('There is no agent.')
      await host.run(async ({ db }) => {
        const earlier: GenericDatabaseWriter<AnyDataModel> = db
        const { _id, _creationTime, ...row } = { ...agent, schemaVersion }
        await earlier.replace('agents', _id, without(row, lacks))
        for (const row of await db.query('migrations').collect()) {
          if (row.number === number) await db.delete('migrations', row._id)
        }
      })
      expect(await problems()).toHaveLength(1)
      await migrate(host)
      expect(await rows('agents')).toEqual([agent])
      expect(await problems()).toEqual([])
    },
  )

  test('an HTTP tool that has the name of a built-in tool since is kept, and still read', async () => {
    const { host, rows, problems } = await deployment()
    await migrate(host)
    const [agent] = await rows('agents')
    if (!agent) throw new Error('There is no agent.')
    const http = [httpToolSchema.parse({ ...A_TOOL, name: 'transfer_to_human' })]
    await host.run(async ({ db }) => {
      const earlier: GenericDatabaseWriter<AnyDataModel> = db
      const { _id, _creationTime, ...row } = agent
      const before = { ...row, schemaVersion: 4, tools: { ...agent.tools, http } }
      await earlier.replace('agents', _id, without(before, SINCE_5))
      for (const row of await db.query('migrations').collect()) {
        if (row.number === 9) await db.delete('migrations', row._id)
      }
    })
    const service = host.withIdentity({ issuer: TOKEN_ISSUER, subject: 'worker', role: 'service' })
    const read = () => service.query(api.agents.snapshot, { agentId: agent._id })
    expect(await read()).toMatchObject({ tools: { http: [{ name: 'transfer_to_human' }] } })
    await migrate(host)
    expect(await problems()).toEqual([])
    expect(await read()).toMatchObject({ tools: { http, destinations: [] } })
  })

  test('a number is answered before the migration, too', async () => {
    const { host, rows } = await deployment()
    const [agent] = await rows('agents')
    const agentId = agent?._id
    const answer = await host
      .withIdentity({ issuer: TOKEN_ISSUER, subject: 'worker', role: 'service' })
      .query(makeFunctionReference<'query'>('agents:snapshot'), { agentId })
    expect(answer).toMatchObject({
      agentId,
      schemaVersion: SCHEMA_VERSION,
      engine: { model: 'gpt-realtime' },
      otherEngine: null,
    })
  })

  test('many rows go in pages, and nothing is done twice', async () => {
    const { host, rows } = await deployment({ calls: 250 })
    await migrate(host)
    const calls = await rows('voiceCalls')
    expect(calls.filter(({ schemaVersion }) => schemaVersion === SCHEMA_VERSION)).toHaveLength(250)
    await migrate(host)
    expect(await rows('voiceCalls')).toEqual(calls)
    expect(await rows('migrations')).toHaveLength(MIGRATIONS.length)
  })

  test('a row that does not fit is kept as it was, logged and shown, without what it says', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { host, rows, problems } = await deployment()
    const broken = { ...earlierCall('CA-broken'), durationSec: -4711 }
    await host.run(async ({ db }) => {
      const earlier: GenericDatabaseWriter<AnyDataModel> = db
      await earlier.insert('voiceCalls', broken)
    })
    await migrate(host)
    const row = (await rows('voiceCalls')).find(({ callSid }) => callSid === 'CA-broken')
    expect(row).toMatchObject(broken)
    const [sentence] = await problems()
    expect(sentence).toContain(`1 row of voiceCalls`)
    expect(sentence).toContain(String(row?._id))
    expect(sentence).not.toContain('4711')
    expect(warn).toHaveBeenCalledWith(sentence)
    warn.mockRestore()
  })
})
