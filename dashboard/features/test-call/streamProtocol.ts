import * as z from 'zod'

/**
 * Twilio Media Streams, the WebSocket protocol of `<Connect><Stream>`, from the caller's side: the
 * browser phone sends what Twilio sends and takes what Twilio takes.
 * https://www.twilio.com/docs/voice/media-streams/websocket-messages
 */
const serverMessageSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('media'), media: z.object({ payload: z.string() }) }),
  z.object({ event: z.literal('mark'), mark: z.object({ name: z.string() }) }),
  z.object({ event: z.literal('clear') }),
])
export type ServerMessage = z.infer<typeof serverMessageSchema>

/** Reads a message of the server's; `null` for what is not in the protocol. */
export function readServerMessage(text: string): ServerMessage | null {
  try {
    return serverMessageSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

export const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const
export type Digit = (typeof DIGITS)[number]

const FRAME_MS = 20

export interface StreamIds {
  /** `MZ` and 32 hex digits. */
  streamSid: string
  callSid: string
  /** Admits this stream to its call. */
  token: string
}

/** The messages of one stream, in the order of Twilio's: numbers are strings, and counted. */
export class CallerMessages {
  readonly #ids: StreamIds
  #sequence = 0
  #chunk = 0

  constructor(ids: StreamIds) {
    this.#ids = ids
  }

  connected(): string {
    return JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' })
  }

  start(): string {
    const { streamSid, callSid, token } = this.#ids
    return this.#message('start', {
      streamSid,
      callSid,
      tracks: ['inbound'],
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
      customParameters: { token },
    })
  }

  /** 20 ms of µ-law, in base64. */
  media(payload: string): string {
    const timestamp = String(this.#chunk * FRAME_MS)
    this.#chunk++
    return this.#message('media', {
      track: 'inbound',
      chunk: String(this.#chunk),
      timestamp,
      payload,
    })
  }

  dtmf(digit: Digit): string {
    return this.#message('dtmf', { track: 'inbound_track', digit })
  }

  mark(name: string): string {
    return this.#message('mark', { name })
  }

  stop(): string {
    return this.#message('stop', { callSid: this.#ids.callSid })
  }

  #message(event: string, content: Record<string, unknown>): string {
    this.#sequence++
    const { streamSid } = this.#ids
    const sequenceNumber = String(this.#sequence)
    return JSON.stringify({ event, sequenceNumber, streamSid, [event]: content })
  }
}

/** A stream id as Twilio makes them. */
export function newStreamSid(): string {
  return `MZ${crypto.randomUUID().replaceAll('-', '')}`
}
