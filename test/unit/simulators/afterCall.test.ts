/** Simulators of what comes after a call, judged by the packages of those who make the real ones. */
import OpenAI, { RateLimitError } from 'openai'
import { Webhook } from 'standardwebhooks'
import { afterEach, expect, test } from 'vitest'
import * as z from 'zod'
import { type DiscordSimulator, startDiscord } from '../../simulators/discord/index.ts'
import { type OpenAiSimulator, startOpenAi } from '../../simulators/openai/index.ts'
import { type Receiver, startReceiver } from '../../simulators/webhooks/index.ts'

let open: (OpenAiSimulator | DiscordSimulator | Receiver)[] = []
afterEach(async () => {
  for (const simulator of open) await simulator.close()
  open = []
})

const limitSchema = z.object({ retry_after: z.number() })

const SCHEMA = {
  type: 'object',
  properties: {
    mood: { type: 'string', enum: ['good', 'bad'] },
    guests: { type: ['number', 'null'] },
  },
  required: ['mood', 'guests'],
  additionalProperties: false,
}
const ask = (client: OpenAI, schema: Record<string, unknown>) =>
  client.responses.create({
    model: 'gpt-5.6-luna',
    input: [{ role: 'user', content: 'How was it?' }],
    text: { format: { type: 'json_schema', name: 'report', strict: true, schema } },
  })

async function model() {
  const simulator = await startOpenAi({ brain: () => ({ say: 'Yes.' }) })
  open.push(simulator)
  return { simulator, client: new OpenAI({ apiKey: 'any', baseURL: simulator.url, maxRetries: 0 }) }
}

test('OpenAI’s package reads a structured answer, and its usage', async () => {
  const { simulator, client } = await model()
  const { output_text: text, usage } = await ask(client, SCHEMA)
  expect(JSON.parse(text)).toEqual({ mood: 'good', guests: 1 })
  expect(usage?.input_tokens).toBeGreaterThan(0)
  simulator.structured.answer = () => ({ mood: 'bad', guests: null })
  expect((await ask(client, SCHEMA)).output_text).toBe('{"mood":"bad","guests":null}')
})

test.each([
  ['that leaves a property open', { ...SCHEMA, required: ['mood'] }],
  ['that takes any other property', { ...SCHEMA, additionalProperties: true }],
  ['with a rule that strict ones have not', { ...SCHEMA, minProperties: 1 }],
])('a schema %s is refused', async (_, schema) => {
  const { client } = await model()
  await expect(ask(client, schema)).rejects.toMatchObject({ status: 400 })
})

test('refusals, broken answers and errors are those that the package knows', async () => {
  const { simulator, client } = await model()
  simulator.structured.nextFault({ kind: 'decline' })
  simulator.structured.nextFault({ kind: 'cut' })
  simulator.structured.nextFault({ kind: 'refuse', status: 429, retryAfterSec: 2 })
  const declined = await ask(client, SCHEMA)
  expect(declined.output.at(-1)).toMatchObject({ content: [{ type: 'refusal' }] })
  expect(await ask(client, SCHEMA)).toMatchObject({ status: 'incomplete' })
  await expect(ask(client, SCHEMA)).rejects.toBeInstanceOf(RateLimitError)
})

test('Discord counts what is posted, says to the millisecond how long to wait, and minds its rules', async () => {
  const discord = await startDiscord({ limit: 2, windowMs: 60_000, storeMs: 1 })
  open.push(discord)
  const { address, side } = discord.newWebhook()
  const other = discord.newWebhook()
  const post = (body: object, to = address, query = '?wait=true') =>
    fetch(to.replace('https://discord.com', discord.url) + query, {
      method: 'POST',
      body: JSON.stringify(body),
    })
  const allowed_mentions = { parse: [] }
  const first = await post({ content: 'a', allowed_mentions })
  expect([first.status, first.headers.get('x-ratelimit-remaining')]).toEqual([200, '1'])
  await post({ content: 'b', allowed_mentions })
  const limited = await post({ content: 'c', allowed_mentions })
  expect(limited.status).toBe(429)
  const { retry_after: seconds } = limitSchema.parse(await limited.json())
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
  await post({ content: 'c', allowed_mentions })
  expect(side.impatient).toBe(1)
  const long = { content: 'x'.repeat(2_001), allowed_mentions }
  expect((await post(long, other.address)).status).toBe(400)
  expect((await post({ content: '@everyone' }, other.address, '')).status).toBe(204)
  expect(other.side.complaints).toEqual([
    'A message is longer than 2,000 characters.',
    'Mentions are not off.',
    'Without wait=true messages have no order.',
  ])
  expect([side.text, other.side.text]).toEqual(['a\nb', '@everyone'])
  expect((await fetch(`${discord.url}/api/webhooks/1/none`, { method: 'POST' })).status).toBe(404)
})

test('a server for webhooks knows who has signed', async () => {
  const receiver = await startReceiver()
  open.push(receiver)
  const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDH+L/hX3pLbY='
  receiver.secrets.push(secret)
  const body = JSON.stringify({
    type: 'call.completed',
    version: 1,
    timestamp: new Date().toISOString(),
    data: { call: { id: 'CA1' }, agent: {} },
  })
  const at = new Date()
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
  }
  receiver.plan('/a', { status: 500 })
  const post = (more: object) =>
    fetch(receiver.urlOf('/a'), { method: 'POST', body, headers: { ...headers, ...more } })
  expect((await post({})).status).toBe(500)
  expect((await post({ 'webhook-id': 'msg_2' })).status).toBe(204)
  expect(receiver.received.map(({ signedBy }) => signedBy)).toEqual([[secret], []])
})
