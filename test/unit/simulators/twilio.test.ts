import { EventEmitter, once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { WebSocketServer, type WebSocket } from 'ws'
import { afterEach, expect, test } from 'vitest'
import * as z from 'zod'
import { twilioSignature } from '../../simulators/twilio/signature.ts'
import { type Network, startTwilio, type TwilioOptions } from '../../simulators/twilio/index.ts'

const AUTH_TOKEN = 'secret'
const PUBLIC_URL = 'https://calls.example.com'
const closers: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

interface Answer {
  status?: number
  twiml?: string
}

/** The customer's side, as small as it can be: TwiML by path, and a function for each media stream. */
async function customer(
  pages: Record<string, (form: URLSearchParams) => Answer>,
  onStream: (stream: TestStream) => void = () => undefined,
) {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const path = request.url ?? '/'
    const form = new URLSearchParams(body)
    const signature = String(request.headers['x-twilio-signature'])
    const fields = Object.fromEntries(form)
    const isSigned = validateRequest(AUTH_TOKEN, signature, PUBLIC_URL + path, fields)
    const answer = isSigned ? (pages[path]?.(form) ?? { status: 404 }) : { status: 403 }
    response.writeHead(answer.status ?? 200, { 'content-type': 'text/xml' })
    response.end(answer.twiml === undefined ? '' : `<Response>${answer.twiml}</Response>`)
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket, request) => {
    const signature = request.headers['x-twilio-signature']
    onStream(new TestStream(socket, `${request.url} ${String(signature)}`))
  })
  const port = await listen(server)
  closers.push(() => new Promise((resolve) => server.close(resolve)))
  return `http://127.0.0.1:${port}`
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return z.object({ port: z.number() }).parse(server.address()).port
}

const messageSchema = z.looseObject({
  event: z.string(),
  sequenceNumber: z.string().optional(),
  streamSid: z.string().optional(),
  media: z.object({ chunk: z.string(), timestamp: z.string(), payload: z.string() }).optional(),
  mark: z.object({ name: z.string() }).optional(),
})
type Message = z.infer<typeof messageSchema> & { at: number }

/** The customer's end of a media stream. */
class TestStream {
  readonly messages: Message[] = []
  readonly socket: WebSocket
  readonly handshake: string
  #changed = new EventEmitter()

  constructor(socket: WebSocket, handshake: string) {
    this.socket = socket
    this.handshake = handshake
    socket.on('message', (data) => {
      const message = messageSchema.parse(JSON.parse(String(data)))
      this.messages.push({ ...message, at: performance.now() })
      this.#changed.emit('message')
    })
  }

  /** The `count`th message of a kind, which may have come already. */
  async until(event: string, count = 1): Promise<Message> {
    for (;;) {
      const found = this.messages.filter((message) => message.event === event)[count - 1]
      if (found) return found
      await once(this.#changed, 'message', { signal: AbortSignal.timeout(5000) })
    }
  }

  send(event: string, body: object = {}): void {
    const streamSid = this.messages.find((message) => message.event === 'start')?.streamSid
    this.socket.send(JSON.stringify({ event, streamSid, ...body }))
  }

  play(ms: number, markName?: string): void {
    this.send('media', { media: { payload: Buffer.alloc(ms * 8, 1).toString('base64') } })
    if (markName !== undefined) this.send('mark', { mark: { name: markName } })
  }
}

async function twilio(connectTo: string, options: Partial<TwilioOptions> = {}) {
  const authToken = AUTH_TOKEN
  const started = await startTwilio({ authToken, publicUrl: PUBLIC_URL, connectTo, ...options })
  closers.push(() => started.close())
  return started
}

const STREAM =
  '<Connect><Stream url="wss://calls.example.com/media/1?dropped=yes"><Parameter name="token" value="t"/></Stream></Connect>'

/** A call with an open stream, from both sides. */
async function connectedCall(options: { dtx?: boolean; after?: string; network?: Network } = {}) {
  const streams = new EventEmitter()
  const opened = once(streams, 'open')
  const status: URLSearchParams[] = []
  const origin = await customer(
    {
      '/twilio/voice': () => ({ twiml: STREAM + (options.after ?? '') }),
      '/twilio/status': (form) => {
        status.push(form)
        return {}
      },
    },
    (stream) => streams.emit('open', stream),
  )
  const sim = await twilio(origin)
  const { dtx = false, network } = options
  const call = sim.placeCall({ to: '+12025550100', dtx, ...(network ? { network } : {}) })
  const stream: TestStream = (await opened)[0]
  await stream.until('start')
  return { call, stream, status, sim }
}

test('a call reaches the customer signed, and its stream says who calls', async () => {
  const { call, stream, status } = await connectedCall()
  await stream.until('media', 3)
  call.hangUp()
  await stream.until('stop')
  const outcome = await call.ended

  const [connected, start] = stream.messages
  expect(connected).toMatchObject({ event: 'connected', protocol: 'Call', version: '1.0.0' })
  expect(start).toMatchObject({
    event: 'start',
    sequenceNumber: '1',
    start: {
      callSid: call.callSid,
      customParameters: { token: 't' },
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
    },
  })
  const url = 'wss://calls.example.com/media/1'
  expect(stream.handshake).toBe(`/media/1 ${twilioSignature(AUTH_TOKEN, url)}`)
  expect(outcome).toEqual({ status: 'completed', durationSec: 0, endedBy: 'caller' })
  expect(status.map((form) => form.get('CallStatus'))).toEqual(['completed'])
  expect(status[0]?.get('CallDuration')).toBe('0')
  expect(call.warnings).toEqual([])
})

test('frames come every 20 ms and do not drift', async () => {
  const { call, stream } = await connectedCall()
  const deadlines: number[] = []
  const early: number[] = []
  call.on('callerFrame', (_, at) => {
    deadlines.push(at)
    if (performance.now() < at) early.push(at)
  })
  const last = await stream.until('media', 51)
  expect(early).toEqual([])
  expect(last.media).toMatchObject({ chunk: '51', timestamp: '1155' })
  const steps = deadlines.slice(1).map((at, n) => Math.round((at - deadlines[n]!) * 1000))
  expect(new Set(steps)).toEqual(new Set([20_000]))
  const numbers = stream.messages.slice(1).map((message) => Number(message.sequenceNumber))
  expect(numbers).toEqual(numbers.map((_, n) => n + 1))
})

test('the caller is heard byte for byte, with silence around', async () => {
  const { call, stream } = await connectedCall()
  const speech = Uint8Array.from({ length: 480 }, (_, n) => n % 200)
  await call.speak(speech)
  await stream.until('media', 20)
  const sent = stream.messages.flatMap(({ media }) => media?.payload ?? [])
  const heard = Buffer.concat(sent.map((payload) => Buffer.from(payload, 'base64')))
  expect(heard.indexOf(speech)).toBeGreaterThanOrEqual(0)
  expect(heard.filter((byte: number) => byte !== 0xff).length).toBe(480)
})

test('a carrier that suppresses silence sends nothing while its clock runs on', async () => {
  const { call, stream } = await connectedCall({ dtx: true })
  await call.speak(new Uint8Array(160))
  const first = await stream.until('media')
  await new Promise((resolve) => setTimeout(resolve, 200))
  await call.speak(new Uint8Array(160))
  const second = await stream.until('media', 2)
  expect(second.media?.chunk).toBe('2')
  expect(Number(second.media?.timestamp) - Number(first.media?.timestamp)).toBeGreaterThanOrEqual(
    200,
  )
})

test('a mark comes back when the audio before it was played', async () => {
  const { call, stream } = await connectedCall()
  const speaking = call.until('agentSpeaking')
  const quiet = call.until('agentQuiet')
  stream.play(150, 'a')
  stream.play(150, 'b')
  const a = await stream.until('mark')
  const b = await stream.until('mark', 2)
  expect([a.mark?.name, b.mark?.name]).toEqual(['a', 'b'])
  expect(a.at - (await speaking)).toBeGreaterThan(145)
  expect(b.at - (await speaking)).toBeGreaterThan(295)
  expect((await quiet) - (await speaking)).toBeCloseTo(300, 0)
})

test('after a clear the outstanding marks come at once, and the rest is not played', async () => {
  const { call, stream } = await connectedCall()
  const speaking = call.until('agentSpeaking')
  stream.play(5000, 'never heard')
  const startedAt = await speaking
  await stream.until('media', 20)
  const cleared = call.until('cleared')
  const echoes: number[] = []
  call.on('markEchoed', (_name, at) => echoes.push(at))
  stream.send('clear')
  const facts = await cleared
  await stream.until('mark')
  expect(echoes).toEqual([facts.at])
  expect(facts.droppedMarks).toEqual(['never heard'])
  expect(facts.playedBytes).toBe(Math.floor((facts.at - startedAt) * 8))
  expect(facts.playedBytes + facts.droppedBytes).toBe(40_000)
  call.hangUp()
  await call.ended
  const [caller, agent] = call.recording().channels
  expect(caller?.length).toBe(agent?.length)
  expect(agent?.filter((sample) => sample !== 0).length).toBe(facts.playedBytes)
})

test('a network takes its time both ways, and what plays meanwhile is heard', async () => {
  const { call, stream } = await connectedCall({ network: { downMs: 60, upMs: 30 } })
  const speaking = call.until('agentSpeaking')
  const sentAt = performance.now()
  stream.play(100, 'a')
  const mark = await stream.until('mark')
  const startedAt = await speaking
  expect(startedAt - sentAt).toBeGreaterThanOrEqual(60)
  expect(mark.at - startedAt).toBeGreaterThanOrEqual(130)
  const cleared = call.until('cleared')
  stream.play(5000)
  await stream.until('media', 10)
  const clearSentAt = performance.now()
  stream.send('clear')
  const { at } = await cleared
  expect(at - clearSentAt).toBeGreaterThanOrEqual(60)
})

test('a caller who hangs up hears no more, though the customer knows it later', async () => {
  const { call, stream } = await connectedCall({ network: { downMs: 30, upMs: 60 } })
  const speaking = call.until('agentSpeaking')
  stream.play(5000)
  await speaking
  await stream.until('media', 20)
  const quiet = call.until('agentQuiet')
  const hungUpAt = performance.now()
  call.hangUp()
  const quietAt = await quiet
  const stop = await stream.until('stop')
  expect(stop.at - hungUpAt).toBeGreaterThanOrEqual(60)
  expect(stop.at - quietAt).toBeGreaterThanOrEqual(60)
  expect(
    call.streams[0]?.media.playback.playedRanges(Infinity).at(-1)?.endedAt,
  ).toBeLessThanOrEqual(quietAt)
})

test('what is no message is reported in Twilio’s numbers and nothing breaks', async () => {
  const { call, stream } = await connectedCall()
  stream.socket.send(Buffer.from([1, 2, 3]))
  stream.socket.send('{')
  stream.send('media', { media: { payload: 'not base64!' } })
  stream.socket.send(JSON.stringify({ event: 'clear', streamSid: 'MZother' }))
  stream.play(20, 'still here')
  await stream.until('mark')
  expect(call.warnings.map((warning) => warning.code)).toEqual([31_950, 31_951, 31_924])
})

test('the next verb runs when the customer closes the stream', async () => {
  const { call, stream } = await connectedCall({
    after: '<Say>Goodbye.</Say><Dial>+15550001111</Dial>',
  })
  stream.socket.close()
  expect(await call.ended).toMatchObject({ status: 'completed', endedBy: 'customer' })
  expect(call.said).toEqual(['Goodbye.'])
  expect(call.dialed).toEqual([{ number: '+15550001111', outcome: { status: 'completed' } }])
  expect(call.streams[0]?.end).toBe('customer')
})

test('a test can wait for what happens, and is told when it cannot happen any more', async () => {
  const { call, stream } = await connectedCall()
  stream.play(100, 'said')
  const spokeAt = await call.until('agentSpeaking')
  await call.agentIdle(150)
  expect(performance.now() - spokeAt).toBeGreaterThanOrEqual(249)
  await expect(call.until('cleared', 20)).rejects.toThrow('No “cleared” within 20 ms.')
  const waiting = call.until('dialed')
  call.hangUp()
  await expect(waiting).rejects.toThrow('The call ended before “dialed”.')
  await call.ended
  await expect(call.agentIdle(10)).rejects.toThrow('The call ended')
})

test('a customer who was held up in mid-sentence is not idle, and one without marks is in the end', async () => {
  const { call, stream } = await connectedCall()
  stream.play(40)
  await call.until('agentQuiet')
  const idle = call.agentIdle(20).then(() => 'idle')
  expect(await Promise.race([idle, sleep(200, 'held up')])).toBe('held up')
  stream.play(40, 'said')
  await stream.until('mark')
  expect(await idle).toBe('idle')
  stream.play(40)
  await call.until('agentQuiet')
  await call.agentIdle(20)
})

test('what the customer says at once is not lost', async () => {
  const origin = await customer({ '/twilio/voice': () => ({ twiml: STREAM }) }, ({ socket }) => {
    socket.send('too early')
    socket.close()
  })
  const call = (await twilio(origin)).placeCall({
    to: '+1',
    statusUrl: null,
    streamOpenDelayMs: 60,
  })
  await call.ended
  expect(call.warnings.map(({ code }) => code)).toEqual([31_951])
  expect(call.streams[0]!.startedAt - call.answeredAt!).toBeGreaterThanOrEqual(59)
})

test('keys are reported', async () => {
  const { call, stream } = await connectedCall()
  await call.press('4#', 1)
  expect(await stream.until('dtmf', 2)).toMatchObject({ dtmf: { digit: '#' } })
})

test('when the webhook fails its fallback is asked, and told why', async () => {
  let errorCode: string | null = null
  const origin = await customer({
    '/twilio/voice': () => ({ status: 500 }),
    '/twilio/fallback': (form) => {
      errorCode = form.get('ErrorCode')
      return { twiml: '<Say>Please call later.</Say>' }
    },
    '/twilio/status': () => ({}),
  })
  const call = (await twilio(origin)).placeCall({ to: '+12025550100' })
  await call.ended
  expect(call.said).toEqual(['Please call later.'])
  expect(errorCode).toBe('11200')
})

test('a refused stream is reported, and the call goes on with the next verb', async () => {
  const streams = [
    '<Stream url="https://calls.example.com/"/>',
    '<Stream url="nonsense"/>',
    '<Stream url="ws://calls.example.com/"/>',
    '<Stream url="wss://calls.example.com/" track="both_tracks"/>',
  ]
  const twiml = streams.map((stream) => `<Connect>${stream}</Connect>`).join('')
  const origin = await customer({ '/twilio/voice': () => ({ twiml }) })
  const call = (await twilio(origin)).placeCall({ to: '+12025550100', statusUrl: null })
  await call.ended
  expect(call.warnings.map(({ code }) => code)).toEqual([31_922, 31_923, 31_922, 31_941])
})

test('status callbacks can come in the wrong order, twice or never', async () => {
  const seen: (string | null)[] = []
  const origin = await customer({
    '/twilio/voice': () => ({ twiml: '<Pause length="0"/><Hangup/>' }),
    '/twilio/status': (form) => {
      seen.push(`${form.get('SequenceNumber')} ${form.get('CallStatus')}`)
      return {}
    },
  })
  const sim = await twilio(origin)
  const statusEvents = ['ringing', 'answered', 'completed'] as const
  await sim.placeCall({ to: '+1', statusEvents, statusDelivery: 'reversed' }).ended
  expect(seen.splice(0)).toEqual(['2 completed', '1 in-progress', '0 ringing'])
  await sim.placeCall({ to: '+1', statusDelivery: 'twice' }).ended
  expect(seen.splice(0)).toEqual(['0 completed', '0 completed'])
  await sim.placeCall({ to: '+1', statusDelivery: 'never' }).ended
  expect(seen).toEqual([])
})

function rest(sim: { restUrl: string; accountSid: string }, token = AUTH_TOKEN) {
  const authorization = `Basic ${btoa(`${sim.accountSid}:${token}`)}`
  return async (path: string, form?: Record<string, string>) => {
    const response = await fetch(`${sim.restUrl}/2010-04-01/Accounts/${sim.accountSid}${path}`, {
      headers: { authorization },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    })
    return { status: response.status, body: await response.json() }
  }
}

test('a price is told some time after the call', async () => {
  const { call, sim } = await connectedCall()
  sim.setPricing({ price: '-0.0170', afterRequests: 1 })
  const ask = rest(sim)
  const path = `/Calls/${call.callSid}.json`
  expect(await ask(path)).toMatchObject({ body: { status: 'in-progress', price: null } })
  call.hangUp()
  await call.ended
  expect(await ask(path)).toMatchObject({ body: { status: 'completed', price: null } })
  expect(await ask(path)).toMatchObject({ body: { price: '-0.0170', price_unit: 'USD' } })
  expect(await ask('/Calls/CAnone.json')).toMatchObject({ status: 404, body: { code: 20_404 } })
})

test('a call can be hung up and redirected by the API', async () => {
  const first = await connectedCall()
  await rest(first.sim)(`/Calls/${first.call.callSid}.json`, { Status: 'completed' })
  await first.stream.until('stop')
  expect(await first.call.ended).toMatchObject({ status: 'completed', endedBy: 'customer' })

  const second = await connectedCall()
  const Twiml = '<Response><Say>One moment.</Say></Response>'
  await rest(second.sim)(`/Calls/${second.call.callSid}.json`, { Twiml })
  await second.call.ended
  expect(second.call.said).toEqual(['One moment.'])
})

test('numbers can be found and pointed somewhere else', async () => {
  const sim = await twilio('http://127.0.0.1:9', { numbers: ['+12025550100', '+12025550101'] })
  const ask = rest(sim)
  const found = await ask('/IncomingPhoneNumbers.json?PhoneNumber=%2B12025550101')
  const [number] = z
    .object({ incoming_phone_numbers: z.array(z.object({ sid: z.string() })) })
    .parse(found.body).incoming_phone_numbers
  const VoiceUrl = 'https://x.example/voice'
  const updated = await ask(`/IncomingPhoneNumbers/${number?.sid}.json`, { VoiceUrl })
  expect(updated.body).toMatchObject({ phone_number: '+12025550101', voice_url: VoiceUrl })
  expect(sim.numbers[1]?.voiceUrl).toBe(VoiceUrl)
})

test('a number’s calls go where the API pointed it', async () => {
  const origin = await customer({ '/elsewhere': () => ({ twiml: '<Say>Here.</Say>' }) })
  const sim = await twilio(origin, { numbers: ['+12025550100'] })
  const VoiceUrl = `${PUBLIC_URL}/elsewhere`
  await rest(sim)(`/IncomingPhoneNumbers/${sim.numbers[0]?.sid}.json`, { VoiceUrl })
  const call = sim.placeCall({ to: '+12025550100' })
  await call.ended
  expect(call.said).toEqual(['Here.'])
  expect(call.requests).toHaveLength(1)
})

test('the API refuses a wrong token, and fails when it is told to', async () => {
  const sim = await twilio('http://127.0.0.1:9')
  expect(await rest(sim, 'wrong')('.json')).toMatchObject({ status: 401, body: { code: 20_003 } })
  expect(await rest(sim)('.json')).toMatchObject({ body: { status: 'active' } })
  sim.failRest(() => ({ status: 503 }))
  expect(await rest(sim)('.json')).toMatchObject({ status: 503 })
})

test('a stream that breaks is over, and the call goes on', async () => {
  const { call, stream } = await connectedCall({ after: '<Say>Still there?</Say>' })
  call.loseStream()
  await call.ended
  expect(call.streams[0]?.end).toBe('lost')
  expect(call.said).toEqual(['Still there?'])
  expect(stream.messages.some((message) => message.event === 'stop')).toBe(false)
})
