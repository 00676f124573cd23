/**
 * A light phone: it calls through the signed webhook, opens the media stream, speaks a frame every
 * 20 ms and echoes marks when they would have been played. It plays nothing and keeps nothing.
 */
import type { RawData, WebSocket } from 'ws'
import { openSocket } from '../../simulators/twilio/openStream.ts'
import { Pacer } from '../../simulators/twilio/pacer.ts'
import { newSid } from '../../simulators/twilio/sid.ts'
import { twilioSignature } from '../../simulators/twilio/signature.ts'
import {
  CONNECTED,
  markMessage,
  mediaMessage,
  startMessage,
  stopMessage,
} from '../../simulators/twilio/streamMessages.ts'
import type { StreamNoun } from '../../simulators/twilio/twiml.ts'
import { readTwiml, sendWebhook } from '../../simulators/twilio/webhooks.ts'
import type { Figures } from './figures.ts'
import { FRAME_TAIL } from './model.ts'
import { readStamp, stamped } from './stampedAudio.ts'

export const FRAME_MS = 20
const BYTES_PER_MS = 8

export interface Line {
  /** The Worker's origin. */
  origin: string
  authToken: string
  to: string
  /** From the TwiML to the stream's handshake, as at the carrier. */
  streamOpenDelayMs: number
}

/** What the caller waited, in ms. */
export interface Waited {
  /** From the webhook to its answer. */
  webhookMs: number
  /** From the webhook to the first audio of the agent's. */
  sinceWebhookMs: number
  /** From the open stream to the same. */
  sincePickUpMs: number
}

export class Phone {
  framesSent = 0
  readonly #figures: Figures
  readonly #identity = {
    accountSid: newSid('AC'),
    callSid: newSid('CA'),
    streamSid: newSid('MZ'),
  }
  readonly #pacer = new Pacer(FRAME_MS, (dueAt) => this.#sendFrame(dueAt))
  #heard: (at: number) => void = () => undefined
  readonly #firstAudio = new Promise<number>((resolve) => (this.#heard = resolve))
  #socket: WebSocket | null = null
  #sequence = 1
  #playedUntil = 0
  #marks: { name: string; dueAt: number }[] = []

  readonly #phaseMs: number

  /** Frames leave `phaseMs` after the full 20 ms of the clock. */
  constructor(figures: Figures, phaseMs: number) {
    this.#figures = figures
    this.#phaseMs = phaseMs
  }

  /** Resolves when the agent is heard. Rejects when the call cannot be set up, or nobody speaks. */
  async call(line: Line): Promise<Waited> {
    const calledAt = performance.now()
    const stream = await this.#ring(line)
    const answeredAt = performance.now()
    await new Promise((resolve) => setTimeout(resolve, line.streamOpenDelayMs))
    const headers = { 'x-twilio-signature': twilioSignature(line.authToken, stream.url) }
    const socket = await openSocket(stream.url, headers, AbortSignal.timeout(10_000))
    const openedAt = performance.now()
    this.#socket = socket
    socket.on('message', (data) => this.#receive(data))
    socket.on('error', () => this.#pacer.stop())
    socket.on('close', () => this.#pacer.stop())
    socket.send(CONNECTED)
    socket.send(startMessage(this.#identity, this.#sequence++, stream.customParameters))
    this.#pacer.start(nextInPhase(performance.now(), this.#phaseMs))
    socket.resume()
    const heardAt = await Promise.race([this.#firstAudio, tooLong(30_000)])
    return {
      webhookMs: answeredAt - calledAt,
      sinceWebhookMs: heardAt - calledAt,
      sincePickUpMs: heardAt - openedAt,
    }
  }

  /** Sends no more frames; what was sent may still arrive. */
  fallSilent(): void {
    this.#pacer.stop()
  }

  hangUp(): void {
    this.fallSilent()
    this.#socket?.send(stopMessage(this.#identity, this.#sequence++))
    this.#socket?.close(1000)
  }

  async #ring({ origin, authToken, to }: Line): Promise<StreamNoun> {
    const { accountSid, callSid } = this.#identity
    const params = {
      AccountSid: accountSid,
      CallSid: callSid,
      From: '+12025550199',
      To: to,
      CallStatus: 'ringing',
    }
    const customer = { authToken, publicUrl: origin, connectTo: origin }
    const url = `${origin}/twilio/voice`
    const exchange = await sendWebhook(customer, { url, method: 'POST', params })
    for (const verb of readTwiml(exchange).verbs) if (verb.verb === 'Connect') return verb.stream
    throw new Error(`The call was not connected: ${exchange.body}`)
  }

  #sendFrame(dueAt: number): void {
    const number = this.framesSent++
    const payload = stamped(FRAME_TAIL, number)
    const { streamSid } = this.#identity
    this.#figures.lateMs.push(performance.now() - dueAt)
    this.#figures.framesSent += 1
    this.#socket?.send(
      mediaMessage(streamSid, this.#sequence++, number + 1, number * FRAME_MS, payload),
    )
    this.#echoDue()
  }

  #receive(data: RawData): void {
    if (Array.isArray(data) || data instanceof ArrayBuffer) return
    const now = performance.now()
    const stamp = readStamp(data)
    if (stamp) {
      this.#heard(now)
      this.#figures.modelToCallerMs.push(now - stamp.leftAt)
      const letters = data.lastIndexOf('"') - stamp.offset
      const durationMs = (letters * 3) / 4 / BYTES_PER_MS
      this.#playedUntil = Math.max(now, this.#playedUntil) + durationMs
      return
    }
    const name = /^{"event":"mark".*"name":"([^"]*)"/.exec(data.toString('latin1', 0, 200))?.[1]
    if (name) this.#marks.push({ name, dueAt: this.#playedUntil })
  }

  #echoDue(): void {
    const now = performance.now()
    for (;;) {
      const mark = this.#marks[0]
      if (!mark || mark.dueAt > now) return
      this.#marks.shift()
      this.#socket?.send(markMessage(this.#identity.streamSid, this.#sequence++, mark.name))
    }
  }
}

/**
 * The next moment, not before `now`, that is `phaseMs` after a full frame length of the machine's clock:
 * phones of other processes go by it, too.
 */
function nextInPhase(now: number, phaseMs: number): number {
  const wait = (phaseMs - performance.timeOrigin - now) % FRAME_MS
  return now + (wait < 0 ? wait + FRAME_MS : wait)
}

async function tooLong(ms: number): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, ms).unref())
  throw new Error(`The agent was not heard within ${ms / 1000} s.`)
}
