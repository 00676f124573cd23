/// <reference types="vite/client" />
import { convexTest } from 'convex-test'
import { expect, test } from 'vitest'
import { api } from '../../convex/_generated/api.js'
import { agentSettingsSchema } from '../../convex/model/agent.ts'
import { TOKEN_ISSUER } from '../../convex/model/identity.ts'
import schema from '../../convex/schema.ts'
import { attempt } from './compare.ts'
import { SCHEMA_VERSION } from '../../convex/model/schemaVersion.ts'
import { anAgent } from './examples.ts'

const MODULES = import.meta.glob('../../convex/**/*.{ts,js}')

test('a model that left the catalogue breaks nothing that is stored, and cannot be saved again', async () => {
  const settings = agentSettingsSchema.parse(anAgent())
  const engine = { ...settings.engine, model: 'gpt-of-yesterday' }
  const host = convexTest(schema, MODULES)
  const agentId = await host.run(({ db }) =>
    db.insert('agents', {
      ...settings,
      engine,
      schemaVersion: SCHEMA_VERSION,
      version: 1,
      updatedAt: 1,
      updatedBy: 'Ada',
    }),
  )
  const identity = { issuer: TOKEN_ISSUER, subject: 'someone', name: 'Ada' }
  const operator = host.withIdentity({ ...identity, role: 'operator' })
  const worker = host.withIdentity({ ...identity, role: 'service' })

  expect(await operator.query(api.agents.list, {})).toMatchObject([{ engine }])
  expect(await worker.query(api.agents.snapshot, { agentId })).toMatchObject({ engine })
  const save = (changed: typeof settings) =>
    attempt(operator.mutation(api.agents.update, { agentId, settings: changed }))
  expect(await save({ ...settings, engine, name: 'Front desk' })).toMatchObject({
    error: { code: 'invalid', field: 'settings.engine.model' },
  })
  expect(await save(settings)).toMatchObject({ value: { version: 2, engine: settings.engine } })
})
