/** Twilio's own package, as a customer uses it, judges the simulator. */
import twilio from 'twilio'
import { afterEach, expect, test } from 'vitest'
import {
  startTwilio,
  type TwilioOptions,
  type TwilioSimulator,
} from '../../simulators/twilio/index.ts'
import { twilioSignature } from '../../simulators/twilio/signature.ts'
import { parseTwiml } from '../../simulators/twilio/twiml.ts'

const TOKEN = 'secret'
let sim: TwilioSimulator
afterEach(() => sim.close())

/** Sends to the simulator what is meant for Twilio. */
function redirected() {
  const http = new twilio.RequestClient()
  http.axios.interceptors.request.use((config) => {
    config.url = config.url?.replace('https://api.twilio.com', sim.restUrl) ?? ''
    return config
  })
  return http
}

async function start(options: Partial<TwilioOptions> = {}, token = TOKEN) {
  const publicUrl = 'http://127.0.0.1:9'
  sim = await startTwilio({ authToken: TOKEN, publicUrl, ...options })
  return twilio(sim.accountSid, token, { httpClient: redirected() })
}

/** The fields that the package looks for and the simulator does not know. */
function missing(instance: { toJSON(): Record<string, unknown> }): string[] {
  return Object.entries(instance.toJSON()).flatMap(([name, value]) =>
    value === undefined || (value instanceof Date && Number.isNaN(value.getTime())) ? [name] : [],
  )
}

test('a call is what the package takes for one, and its end does not move', async () => {
  const client = await start({ pricing: { price: '-1.5', unit: 'JPY', afterRequests: 0 } })
  const call = sim.placeCall({ to: '+12025550100', statusUrl: null, fallbackUrl: null })
  await call.ended
  const first = await client.calls(call.callSid).fetch()
  expect(missing(first)).toEqual([])
  expect(first).toMatchObject({ status: 'failed', price: '-1.5', priceUnit: 'JPY' })
  expect(first.endTime).toBeInstanceOf(Date)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  const second = await client.calls(call.callSid).fetch()
  expect(second.endTime).toEqual(first.endTime)
})

test('a call that is over cannot be changed, and the package says why', async () => {
  const client = await start()
  const call = sim.placeCall({ to: '+12025550100', statusUrl: null, fallbackUrl: null })
  await call.ended
  const update = client.calls(call.callSid).update({ twiml: '<Response/>' })
  await expect(update).rejects.toMatchObject({ status: 400, code: 21_220 })
  await expect(client.calls('CA00').fetch()).rejects.toMatchObject({ status: 404, code: 20_404 })
})

test('numbers are listed page by page, and found by any part of them', async () => {
  const numbers = Array.from({ length: 7 }, (_, n) => `+1202555010${n}`)
  const client = await start({ numbers: [...numbers, '+4930123456', '+49301234567'] })
  const all = await client.incomingPhoneNumbers.list({ pageSize: 3 })
  expect(all.map(({ phoneNumber }) => phoneNumber)).toHaveLength(9)
  expect(missing(all[0]!)).toEqual([])
  const found = await client.incomingPhoneNumbers.list({ phoneNumber: '+4930123456' })
  expect(found.map(({ phoneNumber }) => phoneNumber)).toEqual(['+4930123456', '+49301234567'])
})

test('a number is pointed somewhere else', async () => {
  const client = await start({ numbers: ['+12025550100'] })
  const [number] = await client.incomingPhoneNumbers.list()
  const voiceUrl = 'https://calls.example.com/voice'
  await number!.update({ voiceUrl, voiceMethod: 'GET', statusCallback: `${voiceUrl}/status` })
  expect(await client.incomingPhoneNumbers(number!.sid).fetch()).toMatchObject({
    voiceUrl,
    voiceMethod: 'GET',
    statusCallback: `${voiceUrl}/status`,
  })
})

test('the account is known, and a wrong token is refused', async () => {
  const client = await start()
  const account = await client.api.accounts(sim.accountSid).fetch()
  expect(account).toMatchObject({ status: 'active', sid: sim.accountSid })
  expect(missing(account)).toEqual([])
  const stranger = twilio(sim.accountSid, 'wrong', { httpClient: redirected() })
  const refused = stranger.api.accounts(sim.accountSid).fetch()
  await expect(refused).rejects.toMatchObject({ status: 401, code: 20_003 })
})

test('the package believes the simulator’s signatures', async () => {
  await start()
  const url = 'https://calls.example.com/twilio/voice?a=1'
  const params = { To: '+1', From: 'anonymous', CallSid: 'CA1' }
  expect(twilio.validateRequest(TOKEN, twilioSignature(TOKEN, url, params), url, params)).toBe(true)
  const socket = 'wss://calls.example.com/media/1'
  expect(twilio.validateRequest(TOKEN, twilioSignature(TOKEN, socket), socket, {})).toBe(true)
})

test('the package’s TwiML is understood', async () => {
  await start()
  const response = new twilio.twiml.VoiceResponse()
  response.say({ voice: 'Polly.Joanna' }, 'Tom & Jerry')
  const connect = response.connect({ action: '/after' })
  const stream = connect.stream({ url: 'wss://calls.example.com/media/1', name: 'call' })
  stream.parameter({ name: 'token', value: '"t"' })
  response.dial({ action: '/dialled' }).number('+15550001111')
  response.redirect({ method: 'GET' }, '/resume')
  response.pause({ length: 2 })
  response.reject({ reason: 'busy' })
  response.hangup()
  const { verbs, warnings } = parseTwiml(response.toString())
  expect(warnings).toEqual([])
  expect(verbs).toMatchObject([
    { verb: 'Say', text: 'Tom & Jerry' },
    {
      verb: 'Connect',
      action: '/after',
      stream: { name: 'call', customParameters: { token: '"t"' } },
    },
    { verb: 'Dial', number: '+15550001111', action: '/dialled' },
    { verb: 'Redirect', url: '/resume', method: 'GET' },
    { verb: 'Pause', lengthSec: 2 },
    { verb: 'Reject', reason: 'busy' },
    { verb: 'Hangup' },
  ])
})

test('a text message is what the package takes for one, and refused where Twilio would', async () => {
  const client = await start({ numbers: ['+12025550100'] })
  const message = { from: '+12025550100', to: '+12025550199', body: 'Twelve Harbour Street.' }
  const sent = await client.messages.create(message)
  expect(missing(sent)).toEqual([])
  expect(sent).toMatchObject({ status: 'queued', direction: 'outbound-api', body: message.body })
  const refused = (change: Partial<typeof message>) =>
    client.messages.create({ ...message, ...change })
  await expect(refused({ from: '+12025550111' })).rejects.toMatchObject({ code: 21_606 })
  await expect(refused({ to: '2025550199' })).rejects.toMatchObject({ code: 21_211 })
  await expect(refused({ body: '' })).rejects.toMatchObject({ code: 21_602 })
  await expect(refused({ body: 'a'.repeat(1_601) })).rejects.toMatchObject({ code: 21_617 })
  expect(sim.messages.sent.map(({ body }) => body)).toEqual([message.body])
})
