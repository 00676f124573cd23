import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '../../convex/_generated/api.js'
import { secretStoredSchema, storedSecretsSchema } from '../../convex/model/api.ts'
import { newSecretsKey } from '../../worker/lib/secretsKey.ts'
import { exportData } from '../local/exportData.ts'
import { importData } from '../local/importData.ts'
import { readExport, writeExport } from '../convex/convexExport.ts'
import { newSid } from '../simulators/twilio/sid.ts'
import { operator } from './agents.ts'
import { Browser, refusal } from './browser.ts'
import { type Gateway, startGateway } from './gateway.ts'
import { AUTH_TOKEN, type Harness, startHarness } from './harness.ts'

const PASSWORD = 'a password of operators'
const VALUE = 'sk-what-nobody-reads'
const FIELD = 'engine.brain.key'

let folder: string
let harness: Harness
let browser: Browser
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'))
  harness = await startHarness({
    vars: { OPERATOR_PASSWORD: PASSWORD },
    losable: true,
    stateDir: join(folder, 'state'),
  })
  browser = await new Browser(harness.url).signIn(PASSWORD)
})
afterAll(async () => {
  await harness.close()
  await rm(folder, { recursive: true })
})

async function store(changes: object = {}, by = browser): Promise<string> {
  const secret = { owner: 'installation', field: FIELD, value: VALUE, ...changes }
  const response = await by.put('/api/secrets', secret)
  expect(response.status).toBe(200)
  return secretStoredSchema.parse(await response.json()).reference
}

async function listed(owner: string): Promise<string[]> {
  const response = await browser.get(`/api/secrets?owner=${owner}`)
  const { secrets } = storedSecretsSchema.parse(await response.json())
  return secrets.map(({ reference }) => reference)
}

async function newAgent(): Promise<string> {
  const client = await operator(harness.url, harness.owner)
  const settings = { name: 'Reception', instructions: 'Answer the phone.' }
  return (await client.mutation(api.agents.create, { settings }))._id
}

test('a secret is stored, listed without what it holds, opened by a call, and deleted', async () => {
  const reference = await store({ value: ` ${VALUE}\n` })
  const replacing = await store({ value: 'another', replaces: reference })
  expect(await listed('installation')).toEqual([reference, replacing])
  const callSid = newSid('CA')
  expect(await harness.openSecret(callSid, reference)).toBe(VALUE)
  expect(await harness.openSecret(callSid, replacing)).toBe('another')
  expect((await browser.delete(`/api/secrets/${reference}`)).status).toBe(204)
  expect(await listed('installation')).toEqual([replacing])
  expect(await harness.openSecret(newSid('CA'), reference)).toBe(
    'A secret that the settings name is not stored here: enter it again.',
  )
  const text = await (await browser.get('/api/secrets?owner=installation')).text()
  expect(text).not.toContain('another')
  const client = await operator(harness.url, harness.owner)
  const audit = JSON.stringify(await client.query(api.deletion.audit, {}))
  expect(audit).toContain(`all agents: ${FIELD}`)
  expect(audit + JSON.stringify(harness.log)).not.toContain(VALUE)
})

test('the key that the host made outlives a restart', async () => {
  const reference = await store()
  await harness.stopWorker()
  await harness.startWorker()
  expect(await harness.openSecret(newSid('CA'), reference)).toBe(VALUE)
})

test('an agent’s secrets go with it', async () => {
  const agentId = await newAgent()
  const owner = `agent:${agentId}`
  const reference = await store({ owner })
  const client = await operator(harness.url, harness.owner)
  await client.mutation(api.agents.remove, { agentId: await idOf(agentId) })
  expect(await listed(owner)).toEqual([])
  expect(await harness.openSecret(newSid('CA'), reference)).toContain('is not stored here')

  async function idOf(id: string) {
    const agents = await client.query(api.agents.list, {})
    return agents.find(({ _id }) => _id === id)!._id
  }
})

test('an export holds no secret, and none comes in, not even of a Convex deployment', async () => {
  const reference = await store()
  await newAgent()
  const file = join(folder, 'stored.zip')
  await exportData(harness.url, AUTH_TOKEN, file)
  const files = unzipSync(await readFile(file))
  expect(Object.keys(files)).toContain('agents/documents.jsonl')
  expect(Object.keys(files)).not.toContain('secrets/documents.jsonl')
  const all = Object.values(files).map((bytes) => strFromU8(bytes))
  expect(all.join()).not.toContain(reference)

  const exported = readExport(await readFile(file))
  const [agent] = exported.rows.get('agents') ?? []
  const secret = { ...agent!, reference, owner: 'installation', field: FIELD, sealed: 'A' }
  exported.rows.set('secrets', [secret])
  exported.numbers.set('secrets', 10_099)
  await writeFile(file, writeExport(exported))
  await importData(harness.url, AUTH_TOKEN, file, { replace: true })
  expect(await listed('installation')).toEqual([])
  expect(await harness.openSecret(newSid('CA'), reference)).toContain('enter it again')
})

describe('what is no secret, or nobody’s, is refused and not repeated', () => {
  test.each([
    [{ owner: 'somebody' }, 400, /Name its owner/],
    [{ owner: 'agent:' }, 400, /Name its owner/],
    [{ owner: 'agent:nobody' }, 404, /^This agent does not exist any more\.$/],
    [{ field: '' }, 400, /Name its field/],
    [{ field: 'a b' }, 400, /Name its field/],
    [{ value: ' ' }, 400, /Enter the secret/],
    [{ value: VALUE.repeat(300) }, 400, /At most 4,096 characters/],
    [{ value: 7 }, 400, /string/],
    [{ replaces: 'x' }, 400, /no reference/],
    [{ replaces: `sec_${'x'.repeat(22)}` }, 404, /^The secret to replace is not there any more\.$/],
  ])('%o', async (changes, status, sentence) => {
    const secret = { owner: 'installation', field: FIELD, value: VALUE, ...changes }
    const [answered, error] = await refusal(await browser.put('/api/secrets', secret))
    expect([answered, error]).toEqual([status, expect.stringMatching(sentence)])
    expect(error).not.toContain(VALUE)
  })

  test('nor is another page or owner listened to', async () => {
    const secret = { owner: 'installation', field: FIELD, value: VALUE }
    const foreign = await browser.put('/api/secrets', secret, 'https://elsewhere.example')
    expect(foreign.status).toBe(403)
    expect((await new Browser(harness.url).put('/api/secrets', secret)).status).toBe(401)
    expect((await browser.get('/api/secrets')).status).toBe(400)
    expect((await browser.delete('/api/secrets/x')).status).toBe(400)
    expect((await browser.delete(`/api/secrets/sec_${'x'.repeat(22)}`)).status).toBe(404)
  })
})

describe('with a Convex deployment', () => {
  let gateway: Gateway
  beforeAll(async () => {
    gateway = await startGateway(harness.url)
  })
  afterAll(() => gateway.close())

  async function withDeployment(secretsKey: string | null): Promise<[Harness, Browser]> {
    const { owner } = harness
    const vars = {
      CONVEX_URL: gateway.url,
      OPERATOR_PASSWORD: PASSWORD,
      TWILIO_ACCOUNT_SID: null,
      SECRETS_KEY: secretsKey,
    }
    const started = await startHarness({ owner, vars, losable: true })
    return [started, await new Browser(started.url).signIn(PASSWORD)]
  }

  test('a call whose object is lost opens its secrets again while the data are down', async () => {
    const [worker, by] = await withDeployment(newSecretsKey())
    try {
      const [needed, other] = [await store({}, by), await store({}, by)]
      const callSid = newSid('CA')
      expect(await worker.openSecret(callSid, needed)).toBe(VALUE)
      await worker.lose(callSid)
      gateway.open = false
      expect(await worker.openSecret(callSid, needed)).toBe(VALUE)
      expect(await worker.openSecret(callSid, other)).toBe(
        'A secret could not be read: the data cannot be reached.',
      )
    } finally {
      gateway.open = true
      await worker.close()
    }
  })

  test('without SECRETS_KEY nothing is stored, and one sentence says why', async () => {
    const [worker, by] = await withDeployment(null)
    try {
      const secret = { owner: 'installation', field: FIELD, value: VALUE }
      expect(await refusal(await by.put('/api/secrets', secret))).toEqual([
        409,
        'SECRETS_KEY is not set: with CONVEX_URL, secrets can be neither stored nor used without it.',
      ])
    } finally {
      await worker.close()
    }
  })
})
