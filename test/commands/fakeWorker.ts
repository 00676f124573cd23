/** A Worker of a few lines for the phone's own tests: it answers every sound with a beep. */
import { createServer, type IncomingMessage } from 'node:http'
import { jwtVerify } from 'jose'
import { WebSocketServer, type WebSocket } from 'ws'
import * as z from 'zod'
import type { Call, Turn } from '../../convex/model/call.ts'
import { NO_COST } from '../../convex/model/cost.ts'
import { SCHEMA_VERSION } from '../../convex/model/schemaVersion.ts'
import { NO_USAGE } from '../../convex/model/usage.ts'
import { MULAW_SILENCE } from '../../worker/lib/audio/mulaw.ts'
import { FakeDesk } from './fakeDesk.ts'
import { twilioSignature } from '../simulators/twilio/signature.ts'

export interface FakeWorkerOptions {
  authToken: string
  greetingMs: number
  answerMs: number
  /** TwiML to answer with instead of a stream. */
  twiml?: string
  endReason?: Call['endReason']
  /** Has a person called as soon as the caller has said something, by the API at this origin. */
  callsPersonAt?: string
  /** Hangs up on whoever accepts. */
  losesThePerson?: boolean
  /** Why no agent is made for a call. */
  noTrial?: string
}

const frameSchema = z.object({
  event: z.string(),
  streamSid: z.string().optional(),
  media: z.object({ payload: z.string() }).optional(),
  dtmf: z.object({ digit: z.string() }).optional(),
})

export async function startFakeWorker(options: FakeWorkerOptions) {
  const keys: string[] = []
  const asked = { record: 0, live: 0 }
  /** What was wanted of agents for one call. */
  const trials: { method: string; path: string; body: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const form = Object.fromEntries(new URLSearchParams(body))
    const path = request.url ?? ''
    if (path.startsWith('/api/calls/')) {
      const isAllowed = await mayRead(request, options.authToken)
      asked.record += 1
      // The record is not complete at once.
      const call = storedCall(path.slice(11), asked.record > 1 ? options : null)
      response.writeHead(isAllowed ? 200 : 401, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ call, turns: [agentTurn(call.callSid)], events: [] }))
      return
    }
    if (path.startsWith('/api/setup/trial')) {
      trials.push({ method: request.method ?? '', path, body })
      response.writeHead(options.noTrial ? 409 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: options.noTrial }))
      return
    }
    const expected = twilioSignature(options.authToken, origin + path, form)
    const isSigned = request.headers['x-twilio-signature'] === expected
    response.writeHead(isSigned ? 200 : 403, { 'content-type': 'text/xml' })
    const page = isSigned ? desk?.page(path, form) : undefined
    if (page !== undefined) return void response.end(`<Response>${page}</Response>`)
    const stream = `<Connect><Stream url="${origin.replace('http', 'ws')}/twilio/media/1"/></Connect>`
    response.end(`<Response>${options.twiml ?? stream}</Response>`)
  })
  const { callsPersonAt } = options
  const desk =
    callsPersonAt === undefined ? null : new FakeDesk(callsPersonAt, options, () => origin)
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket, request) => {
    if (!request.url?.endsWith('/live'))
      return answer(socket, options, keys, (speak) => desk?.call(speak))
    asked.live += 1
    const turn = agentTurn('CA')
    socket.send(JSON.stringify({ type: 'turn', turn }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = z.object({ port: z.number() }).parse(server.address())
  const origin = `http://127.0.0.1:${port}`
  const close = async () => {
    for (const socket of sockets.clients) socket.terminate()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: origin, keys, asked, trials, close }
}

async function mayRead(request: IncomingMessage, authToken: string): Promise<boolean> {
  const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
  const key = new TextEncoder().encode(authToken)
  return jwtVerify(token, key, { audience: 'switchboard' }).then(
    () => true,
    () => false,
  )
}

/** Greets, answers after 200 ms of silence, and stops when it is talked over. */
function answer(
  socket: WebSocket,
  options: FakeWorkerOptions,
  keys: string[],
  onQuestion: (speak: () => void) => void,
): void {
  let streamSid = ''
  let playsUntil = 0
  let silentFrames = 0
  let spoken = false
  const play = (ms: number) => {
    const payload = Buffer.alloc(ms * 8, 0x20).toString('base64')
    socket.send(JSON.stringify({ event: 'media', streamSid, media: { payload } }))
    socket.send(JSON.stringify({ event: 'mark', streamSid, mark: { name: 'said' } }))
    playsUntil = performance.now() + ms
  }
  socket.on('message', (data) => {
    const message = frameSchema.parse(JSON.parse(String(data)))
    if (message.dtmf) {
      keys.push(message.dtmf.digit)
      if (message.dtmf.digit === '#') play(options.answerMs)
    }
    if (message.event === 'start') {
      streamSid = message.streamSid ?? ''
      if (options.greetingMs > 0) play(options.greetingMs)
    }
    if (!message.media) return
    const isSound = Buffer.from(message.media.payload, 'base64').some(isLoud)
    silentFrames = isSound ? 0 : silentFrames + 1
    if (isSound && playsUntil > performance.now()) {
      socket.send(JSON.stringify({ event: 'clear', streamSid }))
      playsUntil = 0
    }
    if (isSound) spoken = true
    if (!spoken || silentFrames < 10) return
    spoken = false
    play(options.answerMs)
    onQuestion(() => play(options.answerMs))
  })
}

function isLoud(byte: number): boolean {
  return byte !== MULAW_SILENCE
}

function agentTurn(callSid: string): Turn {
  return {
    callSid,
    itemId: 'item_1',
    role: 'agent',
    text: 'Hello, how can I help?',
    heardText: 'Hello, how can I help?',
    startedAtMs: 300,
    endedAtMs: 2000,
    generatedMs: 1700,
    heardMs: 1700,
    interrupted: false,
    timing: null,
  }
}

function storedCall(callSid: string, over: FakeWorkerOptions | null): Call {
  const endReason = over?.endReason ?? (over ? 'caller_hung_up' : null)
  const failed = endReason === 'model_failed'
  return {
    schemaVersion: SCHEMA_VERSION,
    callSid,
    agentId: 'a',
    agentName: 'Reception',
    agentVersion: 1,
    from: '+12025550199',
    to: '+12025550100',
    direction: 'inbound',
    carrier: 'twilio',
    engine: 'realtime',
    model: 'gpt-realtime-2.1',
    voice: 'verse',
    status: over ? (failed ? 'failed' : 'completed') : 'in_progress',
    startedAt: 0,
    answeredAt: 0,
    endedAt: null,
    durationSec: null,
    endReason,
    failure: failed ? 'The model went away.' : null,
    firstWordMs: null,
    answerMs: [],
    usage: NO_USAGE,
    cost: NO_COST,
    carrierStatus: null,
    carrierDurationSec: null,
  }
}
