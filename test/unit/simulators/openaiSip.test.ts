/** The simulated SIP connector, judged by OpenAI's own client. */
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import OpenAI from 'openai'
import { afterEach, expect, test } from 'vitest'
import { freePort } from '../../local/port.ts'
import { type OpenAiSimulator, startOpenAi } from '../../simulators/openai/index.ts'
import { newSecret } from '../../simulators/openai/sip/WebhookSender.ts'

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function start(): Promise<{ simulator: OpenAiSimulator; client: OpenAI; secret: string }> {
  const simulator = await startOpenAi({ light: true, apiKey: 'sk-test' })
  closing.push(() => simulator.close())
  const secret = newSecret()
  const client = new OpenAI({ apiKey: 'sk-test', baseURL: simulator.url, maxRetries: 0 })
  return { simulator, client, secret }
}

test('its webhooks are what the client unwraps, and come again until they are taken', async () => {
  const { simulator, client, secret } = await start()
  const port = await freePort()
  const taken: { body: string; headers: Record<string, string> }[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      taken.push({
        body,
        headers: Object.fromEntries(
          Object.entries(request.headers).map(([k, v]) => [k, String(v)]),
        ),
      })
      response.writeHead(taken.length === 1 ? 500 : 200).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  closing.push(() => void server.close())
  simulator.sip.webhooks.add(`http://127.0.0.1:${port}/`, ['realtime.call.incoming'], 'x', secret)
  const { call } = simulator.sip.placeCall({ to: '+12025550100' })
  while (taken.length < 2) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(taken[1]?.headers['webhook-id']).toBe(taken[0]?.headers['webhook-id'])
  for (const { body, headers } of taken) {
    const event = await client.webhooks.unwrap(body, headers, secret)
    expect(event).toMatchObject({ type: 'realtime.call.incoming', data: { call_id: call.callId } })
    await expect(client.webhooks.unwrap(body, headers, newSecret())).rejects.toThrow(/signature/i)
  }
})

test('a call is accepted, referred and hung up by the client; each once', async () => {
  const { simulator, client } = await start()
  const { call, phone } = simulator.sip.placeCall({ to: '+12025550100' })
  const { calls } = client.realtime
  await calls.accept(call.callId, { type: 'realtime', model: 'gpt-realtime-2.1' })
  expect(await call.decided).toBe(200)
  const again = calls.accept(call.callId, { type: 'realtime', model: 'gpt-realtime-2.1' })
  await expect(again).rejects.toMatchObject({ code: 'decision_already_made' })
  phone.onRefer = 'refuses'
  const referred = calls.refer(call.callId, { target_uri: 'tel:+12025550101' })
  await expect(referred).rejects.toMatchObject({ status: 400 })
  phone.onRefer = 'only_says_so'
  await calls.refer(call.callId, { target_uri: 'tel:+12025550101' })
  expect(call.isOver).toBe(false)
  await calls.hangup(call.callId)
  expect(phone.isOver).toBe(true)
  await expect(calls.hangup(call.callId)).rejects.toMatchObject({ status: 404 })
})

test('a call that is rejected ends with that status', async () => {
  const { simulator, client } = await start()
  const { call } = simulator.sip.placeCall({ to: '+12025550100' })
  await client.realtime.calls.reject(call.callId, { status_code: 486 })
  expect(await call.decided).toBe(486)
})

test('a session that is not one of Realtime is refused', async () => {
  const { simulator, client } = await start()
  const { call } = simulator.sip.placeCall({ to: '+12025550100' })
  const body = { type: 'realtime' as const, model: 'gpt-realtime-2.1', tools: [{ name: 'x' }] }
  await expect(client.realtime.calls.accept(call.callId, body)).rejects.toMatchObject({
    status: 400,
  })
  expect(call.isDecided).toBe(false)
})

test('webhook endpoints are made by the client, with a secret that is told once', async () => {
  const { client } = await start()
  const made = await client.webhooks.create({
    name: 'Switchboard',
    url: 'https://calls.example.com/openai/webhook',
    event_types: ['realtime.call.incoming'],
  })
  expect(made.signing_secret).toMatch(/^whsec_/)
  const [listed] = (await client.webhooks.list()).data
  expect(listed).toMatchObject({ id: made.id })
  expect(listed).not.toHaveProperty('signing_secret')
})
