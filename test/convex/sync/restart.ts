import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { api } from '../../../convex/_generated/api.js'
import { issueToken } from '../../../worker/data/identity.ts'
import { newPrivateKey, signingKey } from '../../../worker/lib/es256.ts'
import { startLocalWorker } from '../../local/worker.ts'
import { anAgent } from '../examples.ts'
import { openClient, watch } from './view.ts'

test('after a restart of the Worker its clients come back, and what was under way is done once', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'state-'))
  onTestFinished(() => rmSync(stateDir, { recursive: true, force: true }))
  const privateKey = await newPrivateKey()
  const key = await signingKey(privateKey)
  const vars = { AUTH_PRIVATE_KEY: privateKey }
  const start = (port: number) => startLocalWorker({ port, stateDir, vars })

  const before = await start(0)
  const client = openClient(before.url)
  client.setAuth(() => issueToken(key, { role: 'operator', subject: 'o', name: 'Olivia' }, 600))
  const list = watch(client, api.agents.list, {})
  const first = await client.mutation(api.agents.create, { settings: anAgent({ name: 'First' }) })
  const detail = watch(client, api.agents.get, { agentId: first._id })
  await detail.until((agent) => agent?.name === 'First')

  await before.stop()
  // Nobody answers now: the client keeps this and sends it when somebody does.
  const second = client.mutation(api.agents.create, { settings: anAgent({ name: 'Second' }) })
  const after = await start(Number(new URL(before.url).port))
  onTestFinished(() => after.stop())

  await second
  const names = ['First', 'Second']
  await list.until((agents) => agents.map(({ name }) => name).join() === names.join())
  await client.mutation(api.agents.update, {
    agentId: first._id,
    settings: anAgent({ name: 'Still the first' }),
  })
  expect(detail.now()).toMatchObject({ name: 'Still the first', version: 2 })
  expect(list.shown.filter((value) => value instanceof Error)).toEqual([])
})
