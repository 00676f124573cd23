import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newSid } from '../simulators/twilio/sid.ts'
import { twilioSignature } from '../simulators/twilio/signature.ts'
import { AUTH_TOKEN, type Harness, PUBLIC_URL, startHarness } from './harness.ts'
import {
  callForm,
  openedStream,
  openStream,
  ring,
  streamPath,
  streamSignature,
} from './streamByHand.ts'
import { eventually } from './storedCall.ts'

let harness: Harness
let number: string
beforeAll(async () => {
  harness = await startHarness({ vars: { TWILIO_SHARED_KEYS: 'webhooks_sharedkey_1=shared' } })
  number = await harness.newNumber()
})
afterAll(() => harness.close())

const ROUTES = [
  ...['voice', 'resume', 'status', 'fallback'].map((route) => `/twilio/${route}`),
  // As other systems call the first one.
  '/voice',
  '/twiml',
]

/** A line of the log that has all of these words. */
function logLine(...words: string[]): Promise<string> {
  return eventually(
    () => `a log line with ${words.join(', ')} in ${JSON.stringify(harness.log)}`,
    () => harness.log.find(({ message }) => words.every((word) => message.includes(word)))?.message,
  )
}

describe.each(ROUTES)('POST %s', (path) => {
  test('passes with the signature of the account', async () => {
    const { status } = await harness.post(path, callForm(number))
    expect([200, 204]).toContain(status)
  })

  test('takes a slash at the end of its address', async () => {
    const { status } = await harness.post(`${path}/`, callForm(number))
    expect(status).toBeLessThan(300)
  })

  test('refuses the signature of another account, and logs the URL that was checked', async () => {
    const { status } = await harness.post(path, callForm(number), { authToken: 'another' })
    expect(status).toBe(403)
    await logLine('does not match', `${PUBLIC_URL}${path}`)
  })

  test('refuses a request without a signature, and logs the URL that was checked', async () => {
    const body = new URLSearchParams(callForm(number))
    const response = await fetch(harness.url + path, { method: 'POST', body })
    expect(response.status).toBe(403)
    await logLine('no signature', `${PUBLIC_URL}${path}`)
  })

  test('reads a form no further than 64 KiB', async () => {
    const signature = 'A'.repeat(28)
    const form = new URLSearchParams({ ...callForm(number), More: 'x'.repeat(64 * 1024) })
    const headers = { 'x-twilio-signature': signature }
    const response = await fetch(harness.url + path, { method: 'POST', headers, body: form })
    expect(response.status).toBe(413)
  })

  test('refuses a form of more fields than Twilio sends, before it checks the signature', async () => {
    const form: Record<string, string> = callForm(number)
    for (let field = 0; field < 200; field++) form[`F${field}`] = ''
    expect((await harness.post(path, form)).status).toBe(403)
    await logLine('no form of Twilio', `${PUBLIC_URL}${path}`)
  })

  test('refuses a signature that was made for another origin', async () => {
    const { status } = await harness.post(path, callForm(number), {
      publicUrl: 'https://elsewhere.example.com',
    })
    expect(status).toBe(403)
  })

  test('refuses a form that was changed after it was signed', async () => {
    const form = callForm(number)
    const signature = twilioSignature(AUTH_TOKEN, PUBLIC_URL + path, form)
    const response = await fetch(harness.url + path, {
      method: 'POST',
      headers: { 'x-twilio-signature': signature },
      body: new URLSearchParams({ ...form, To: '+12025559999' }),
    })
    expect(response.status).toBe(403)
  })
})

test('where other systems have their media stream, ours is named', async () => {
  for (const path of ['/media', '/media-stream']) {
    const handshake = await openStream(harness, path)
    const body = expect.stringContaining('/twilio/media')
    expect(handshake).toMatchObject({ status: 404, body })
  }
})

/** A webhook as Twilio's own library signs it. */
async function signedByLibrary(
  query: string,
  { secret = AUTH_TOKEN, algorithm = 'HMAC_SHA1', settings = '' } = {},
): Promise<number> {
  const form = callForm(number)
  const url = `${PUBLIC_URL}/twilio/voice${query}`
  const response = await fetch(`${harness.url}/twilio/voice${query}`, {
    method: 'POST',
    headers: {
      'x-twilio-signature': getExpectedTwilioSignature(secret, url, form, algorithm),
      ...(settings ? { 'x-twilio-webhooks-signature-settings': settings } : {}),
    },
    body: new URLSearchParams(form),
  })
  await response.arrayBuffer()
  return response.status
}

describe('what Twilio’s library signs', () => {
  test.each(['', "?name=O'Brien", '?city=Köln', '?line=front desk', '?line=front+desk', '?x=%27'])(
    'passes with the query %s',
    async (query) => {
      expect(await signedByLibrary(query)).toBe(200)
    },
  )

  test('passes with the shared key that it names, and with no other', async () => {
    const settings = 'key=webhooks_sharedkey_1,algorithm=HMAC_SHA256'
    const signed = { algorithm: 'HMAC_SHA256', settings }
    expect(await signedByLibrary('', { ...signed, secret: 'shared' })).toBe(200)
    expect(await signedByLibrary('', { ...signed, secret: AUTH_TOKEN })).toBe(403)
    expect(await signedByLibrary('', { secret: 'shared' })).toBe(403)
    const unknown = settings.replace('_1', '_2')
    expect(await signedByLibrary('', { ...signed, secret: 'shared', settings: unknown })).toBe(403)
    await logLine('TWILIO_SHARED_KEYS does not hold')
  })
})

describe('the handshake of a media stream', () => {
  test('is refused with a wrong signature, and the wss URL that was checked is logged', async () => {
    const { callSid } = await ring(harness, number)
    const path = streamPath(callSid)
    const refused = await openStream(harness, path, streamSignature(path, 'another'))
    expect(refused).toMatchObject({ status: 403 })
    await logLine('does not match', `wss://calls.example.com${path}`)
  })

  test('is refused without a signature', async () => {
    const { callSid } = await ring(harness, number)
    expect(await openStream(harness, streamPath(callSid), null)).toMatchObject({ status: 403 })
  })

  test('is refused with a signature for another call or another origin', async () => {
    const { callSid } = await ring(harness, number)
    const path = streamPath(callSid)
    const others = [
      streamSignature(streamPath(newSid('CA'))),
      streamSignature(path, undefined, 'https://elsewhere.example.com'),
    ]
    for (const signature of others) {
      expect(await openStream(harness, path, signature)).toMatchObject({ status: 403 })
    }
  })

  test('may be signed with a slash at the end, as some of Twilio’s signers do', async () => {
    const { callSid, token } = await ring(harness, number)
    const path = streamPath(callSid)
    const opened = await openStream(harness, path, streamSignature(`${path}/`))
    if (!('stream' in opened)) throw new Error('refused')
    opened.stream.start(callSid, token)
    expect(await eventually('audio', () => opened.stream.audio[0])).toBeDefined()
    opened.stream.stop()
  })

  test('is refused for a call that never rang, and the log says so', async () => {
    const path = streamPath(newSid('CA'))
    expect(await openStream(harness, path)).toMatchObject({ status: 403 })
    await logLine('expects no stream', path)
  })
})

test('a caller whose streams do not open soon hears why, instead of nothing', async () => {
  const { callSid } = await ring(harness, number)
  const resume = async () => (await harness.post('/twilio/resume', callForm(number, callSid))).body
  const answers = [await resume(), await resume(), await resume(), await resume()]
  expect(answers[0]).toContain('<Stream ')
  expect(answers.at(-1)).toMatch(/<Say[^>]*>Sorry, we are having a technical problem/)
  const { call } = await harness.storedCall(callSid)
  expect(call).toMatchObject({ status: 'failed', endReason: 'carrier_failed' })
  await logLine('A call failed.', callSid)
})

describe('the token of a media stream', () => {
  test('admits one stream, and no second one', async () => {
    const { callSid, token } = await ring(harness, number)
    const first = await openedStream(harness, callSid)
    first.start(callSid, token)
    await eventually('audio', () => first.audio[0])
    expect(await openStream(harness, streamPath(callSid))).toMatchObject({ status: 403 })
    first.stop()
    expect((await harness.storedCall(callSid)).call.status).toBe('completed')
  })

  test('closes a stream that has a wrong one, and the right stream still comes through', async () => {
    const { callSid, token } = await ring(harness, number)
    const wrong = await openedStream(harness, callSid)
    wrong.start(callSid, 'guessed')
    expect(await wrong.closed).toEqual({ code: 1008, reason: '403 wrong stream token' })
    await logLine('token is wrong', streamPath(callSid))
    const right = await openedStream(harness, callSid)
    right.start(callSid, token)
    await eventually('audio', () => right.audio[0])
    right.stop()
  })

  test('is of no use for another call', async () => {
    const [one, other] = await Promise.all([ring(harness, number), ring(harness, number)])
    const stream = await openedStream(harness, one.callSid)
    stream.start(one.callSid, other.token)
    expect((await stream.closed).code).toBe(1008)
    const lying = await openedStream(harness, one.callSid)
    lying.start(other.callSid, one.token)
    expect((await lying.closed).code).toBe(1008)
  })

  test('a stranger on the line does not take the audio from the stream that was admitted', async () => {
    const { callSid, token } = await ring(harness, number)
    const right = await openedStream(harness, callSid)
    const stranger = await openedStream(harness, callSid)
    right.start(callSid, token)
    await eventually('audio', () => right.audio[0])
    stranger.start(callSid, token)
    expect((await stranger.closed).code).toBe(1008)
    expect(stranger.audio).toEqual([])
    right.stop()
    expect((await harness.storedCall(callSid)).call.status).toBe('completed')
  })
})
