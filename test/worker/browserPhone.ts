import { once } from 'node:events'
import { WebSocket } from 'ws'
import * as z from 'zod'
import type { TestCall } from '../../convex/model/api.ts'
import { newSid } from '../simulators/twilio/sid.ts'
import type { Browser } from './browser.ts'

const FRAME_BYTES = 160
const FRAME_MS = 20
const SILENCE = 0xff

const messageSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('media'), media: z.object({ payload: z.base64() }) }),
  z.object({ event: z.literal('mark'), mark: z.object({ name: z.string() }) }),
  z.object({ event: z.literal('clear') }),
])

/** A WebSocket as a page of this browser's opens it. Rejects with the status when it is refused. */
export async function openSocket(
  browser: Browser,
  path: string,
  origin = browser.url,
): Promise<WebSocket> {
  const url = browser.url.replace(/^http/, 'ws') + path
  const socket = new WebSocket(url, { headers: browser.headers, origin })
  const refused = new Promise<never>((_resolve, reject) => {
    socket.once('unexpected-response', (_request, { statusCode }) => {
      socket.terminate()
      reject(new Error(`refused with ${statusCode}`))
    })
    socket.once('error', reject)
  })
  await Promise.race([once(socket, 'open'), refused])
  return socket
}

/** The phone in a page: it speaks Media Streams as Twilio does, and plays everything at once. */
export class BrowserPhone {
  /** The audio that came, in bytes of µ-law. */
  heardBytes = 0
  readonly closed: Promise<number>
  readonly #socket: WebSocket
  readonly #streamSid = newSid('MZ')
  readonly #callSid: string
  readonly #pace: NodeJS.Timeout
  #toSay = new Uint8Array()
  #frames = 0

  constructor(socket: WebSocket, { callSid, token }: TestCall) {
    this.#socket = socket
    this.#callSid = callSid
    socket.on('message', (data) => this.#receive(String(data)))
    this.#send({ event: 'connected', protocol: 'Call', version: '1.0.0' })
    this.#send({
      event: 'start',
      start: {
        streamSid: this.#streamSid,
        callSid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: { token },
      },
    })
    this.#pace = setInterval(() => this.#sendFrame(), FRAME_MS)
    this.closed = once(socket, 'close').then(([code]) => {
      clearInterval(this.#pace)
      return z.number().parse(code)
    })
  }

  say(audio: Uint8Array): void {
    this.#toSay = new Uint8Array(audio)
  }

  press(digit: string): void {
    this.#send({ event: 'dtmf', dtmf: { track: 'inbound_track', digit } })
  }

  hangUp(): void {
    this.#send({ event: 'stop', stop: { callSid: this.#callSid } })
    this.#socket.close(1000)
  }

  /** The page is closed in mid-call. */
  vanish(): void {
    this.#socket.terminate()
  }

  #receive(text: string): void {
    const message = messageSchema.parse(JSON.parse(text))
    if (message.event === 'media') this.heardBytes += atob(message.media.payload).length
    if (message.event === 'mark') this.#send({ event: 'mark', mark: message.mark })
  }

  #sendFrame(): void {
    const frame = new Uint8Array(FRAME_BYTES).fill(SILENCE)
    frame.set(this.#toSay.subarray(0, FRAME_BYTES))
    this.#toSay = this.#toSay.subarray(FRAME_BYTES)
    const media = {
      track: 'inbound',
      chunk: String(this.#frames + 1),
      timestamp: String(this.#frames * FRAME_MS),
      payload: Buffer.from(frame).toString('base64'),
    }
    this.#frames += 1
    this.#send({ event: 'media', media })
  }

  #send(message: object): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return
    this.#socket.send(JSON.stringify({ ...message, streamSid: this.#streamSid }))
  }
}
