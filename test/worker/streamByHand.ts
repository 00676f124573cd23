/** A phone that is played by hand, for what a well-behaved one never sends. */
import { WebSocket } from 'ws'
import { SILENT_PAYLOAD } from '../simulators/twilio/callerVoice.ts'
import { newSid } from '../simulators/twilio/sid.ts'
import { twilioSignature } from '../simulators/twilio/signature.ts'
import {
  CONNECTED,
  markMessage,
  mediaMessage,
  startMessage,
} from '../simulators/twilio/streamMessages.ts'
import { AUTH_TOKEN, type Harness, PUBLIC_URL } from './harness.ts'

/** The form of Twilio's webhooks, as far as the Worker reads it. */
export function callForm(to: string, callSid: string = newSid('CA')) {
  return { CallSid: callSid, From: '+12025550199', To: to, CallStatus: 'ringing' }
}

/** Rings, and gives the one-time token of the media stream. */
export async function ring(
  harness: Harness,
  to: string,
): Promise<{ callSid: string; token: string }> {
  const form = callForm(to)
  const { body } = await harness.post('/twilio/voice', form)
  const token = body.match(/name="token" value="([^"]+)"/)?.[1]
  if (!token) throw new Error(`There is no token in ${body}`)
  return { callSid: form.CallSid, token }
}

export const streamPath = (callSid: string): string => `/twilio/media/${callSid}`

/** The signature of a handshake, as Twilio makes it for the public `wss` URL. */
export function streamSignature(path: string, authToken = AUTH_TOKEN, origin = PUBLIC_URL): string {
  return twilioSignature(authToken, origin.replace(/^http/, 'ws') + path)
}

/** How a handshake was answered: with a socket, or with an HTTP status and a text. */
export type Handshake = { stream: StreamByHand } | { status: number; body: string }

export async function openStream(
  harness: Harness,
  path: string,
  signature: string | null = streamSignature(path),
): Promise<Handshake> {
  const socket = new WebSocket(harness.url.replace(/^http/, 'ws') + path, {
    headers: signature === null ? {} : { 'x-twilio-signature': signature },
  })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve({ stream: new StreamByHand(socket) }))
    socket.once('unexpected-response', (_request, response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += String(chunk)))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
    socket.once('error', reject)
  })
}

/** The same, where a socket is expected. */
export async function openedStream(harness: Harness, callSid: string): Promise<StreamByHand> {
  const handshake = await openStream(harness, streamPath(callSid))
  if ('stream' in handshake) return handshake.stream
  throw new Error(`The handshake was answered with ${handshake.status}: ${handshake.body}`)
}

export class StreamByHand {
  readonly socket: WebSocket
  /** Resolves with the code and the reason when the Worker closes. */
  readonly closed: Promise<{ code: number; reason: string }>
  /** Audio of the agent's, base64. */
  readonly audio: string[] = []
  /** Whether marks come back, as they do when what was sent before them has been played. */
  echoesMarks = true
  readonly #streamSid = newSid('MZ')
  #sequence = 0

  constructor(socket: WebSocket) {
    this.socket = socket
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }))
    })
    socket.on('message', (data) => {
      const message = JSON.parse(String(data))
      if (message.event === 'media') this.audio.push(message.media.payload)
      // This phone plays what it gets in no time.
      if (message.event === 'mark' && this.echoesMarks) {
        socket.send(markMessage(this.#streamSid, this.#next(), message.mark.name))
      }
    })
  }

  start(callSid: string, token: string): void {
    const identity = { accountSid: newSid('AC'), callSid, streamSid: this.#streamSid }
    this.socket.send(CONNECTED)
    this.socket.send(startMessage(identity, this.#next(), { token }))
  }

  /** One frame of the caller's. */
  frame(timestampMs: number, payload: string = SILENT_PAYLOAD): void {
    const sequence = this.#next()
    this.socket.send(mediaMessage(this.#streamSid, sequence, sequence, timestampMs, payload))
  }

  send(message: string | Buffer): void {
    this.socket.send(message)
  }

  stop(): void {
    this.socket.send(JSON.stringify({ event: 'stop', streamSid: this.#streamSid }))
  }

  #next(): number {
    this.#sequence += 1
    return this.#sequence
  }
}
