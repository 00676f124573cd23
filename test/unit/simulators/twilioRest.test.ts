/** Twilio's own client against the simulator: it asks in Twilio's words, and reads the answers as Twilio's. */
import twilioClient from 'twilio'
import type { RequestOptions } from 'twilio/lib/base/RequestClient.js'
import { afterEach, expect, test } from 'vitest'
import { startTwilio, type TwilioSimulator } from '../../simulators/twilio/index.ts'
import { newSid } from '../../simulators/twilio/sid.ts'

const AUTH_TOKEN = 'an-auth-token'
const NUMBER = '+12025550101'
const PRICE = { price: '-0.0085', afterRequests: 1 }

const simulators: TwilioSimulator[] = []
afterEach(async () => {
  for (const simulator of simulators.splice(0)) await simulator.close()
})

/** Twilio's client, but that what it asks api.twilio.com goes to the simulator. */
class RedirectedClient extends twilioClient.RequestClient {
  readonly #origin: string

  constructor(origin: string) {
    super()
    this.#origin = origin
  }

  override request<TData>(options: RequestOptions<TData>) {
    const { pathname, search } = new URL(options.uri)
    return super.request<TData>({ ...options, uri: this.#origin + pathname + search })
  }
}

async function start(authToken = AUTH_TOKEN) {
  const simulator = await startTwilio({
    accountSid: newSid('AC'),
    authToken: AUTH_TOKEN,
    publicUrl: 'https://calls.example.com',
    connectTo: 'http://127.0.0.1:9',
    numbers: ['+12025550100', NUMBER],
    pricing: PRICE,
  })
  simulators.push(simulator)
  const httpClient = new RedirectedClient(simulator.restUrl)
  return { simulator, client: twilioClient(simulator.accountSid, authToken, { httpClient }) }
}

test('an account is active', async () => {
  const { simulator, client } = await start()
  const account = await client.api.v2010.accounts(simulator.accountSid).fetch()
  expect(account).toMatchObject({ sid: simulator.accountSid, status: 'active', type: 'Full' })
})

test('a number is found and pointed somewhere else', async () => {
  const { simulator, client } = await start()
  const found = await client.incomingPhoneNumbers.list({ phoneNumber: NUMBER })
  expect(found.map(({ phoneNumber }) => phoneNumber)).toEqual([NUMBER])
  const [number] = found
  expect(number).toMatchObject({ voiceUrl: '', voiceMethod: 'POST', trunkSid: null })
  const voiceUrl = 'https://x.example/voice'
  const updated = await number?.update({ voiceUrl, statusCallback: 'https://x.example/status' })
  expect(updated).toMatchObject({ voiceUrl, statusCallback: 'https://x.example/status' })
  expect(simulator.numbers[1]?.voiceUrl).toBe(voiceUrl)
})

test('a call has its times, and its price once Twilio knows it', async () => {
  const { simulator, client } = await start()
  // Nobody answers the webhook: the caller hears so, and the call is over.
  const call = simulator.placeCall({ to: NUMBER, fallbackUrl: null, statusUrl: null })
  const outcome = await call.ended
  const first = await client.calls(call.callSid).fetch()
  expect(first).toMatchObject({
    sid: call.callSid,
    to: NUMBER,
    direction: 'inbound',
    status: outcome.status,
    duration: String(outcome.durationSec),
    price: null,
  })
  expect(first.startTime).toBeInstanceOf(Date)
  expect(Number(first.startTime)).not.toBeNaN()
  const priced = await client.calls(call.callSid).fetch()
  expect(priced).toMatchObject({ price: PRICE.price, priceUnit: 'USD' })
})

test('refusals are read as Twilio’s', async () => {
  const { simulator, client } = await start()
  await expect(client.calls(newSid('CA')).fetch()).rejects.toMatchObject({
    status: 404,
    code: 20_404,
  })
  const call = simulator.placeCall({ to: NUMBER, fallbackUrl: null, statusUrl: null })
  await call.ended
  const late = client.calls(call.callSid).update({ status: 'completed' })
  await expect(late).rejects.toMatchObject({ status: 400, code: 21_220 })
  const stranger = await start('another-token')
  const account = stranger.client.api.v2010.accounts(stranger.simulator.accountSid)
  await expect(account.fetch()).rejects.toMatchObject({ status: 401, code: 20_003 })
})
