import * as z from 'zod'
import { valueAfter, wholeAfter } from '../../lib/valueAfter.ts'

/**
 * Twilio Media Streams, the WebSocket protocol of `<Connect><Stream>`. The browser phone speaks it too.
 * https://www.twilio.com/docs/voice/media-streams/websocket-messages
 *
 * Only the fields that are read are declared: Twilio adds fields without notice.
 */
const messageSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('connected') }),
  z.object({
    event: z.literal('start'),
    start: z.object({
      streamSid: z.string().min(1),
      callSid: z.string().min(1),
      customParameters: z.record(z.string(), z.string()).default({}),
      mediaFormat: z.object({
        encoding: z.literal('audio/x-mulaw'),
        sampleRate: z.literal(8000),
        channels: z.literal(1),
      }),
    }),
  }),
  z.object({
    event: z.literal('media'),
    media: z.object({
      payload: z.base64(),
      timestamp: z.coerce.number(),
      /** Where both tracks are sent, our own audio comes back as `outbound`. */
      track: z.string().default('inbound'),
    }),
  }),
  z.object({ event: z.literal('mark'), mark: z.object({ name: z.string() }) }),
  z.object({
    event: z.literal('dtmf'),
    dtmf: z.object({ digit: z.string().regex(/^[0-9*#A-D]$/) }),
  }),
  z.object({ event: z.literal('stop') }),
])
export type StreamMessage = z.infer<typeof messageSchema>

/** Reads a message; throws on one that is not in the protocol. */
export function decode(text: string): StreamMessage {
  return messageSchema.parse(JSON.parse(text))
}

/** Whether a message means to begin the stream, however it goes on. */
export function isStart(text: string): boolean {
  return /"event"\s*:\s*"start"/.test(text)
}

const MEDIA_START = '{"event":"media"'
const INBOUND = '"track":"inbound"'
const PAYLOAD_KEY = '"payload":"'
const TIMESTAMP_KEY = '"timestamp":"'

/** A frame of the caller's: base64 µ-law, and when it was spoken, in ms since the stream began. */
export interface Frame {
  payload: string
  timestampMs: number
}

/**
 * The caller's audio, cut out of a media message without parsing it: fifty come in a second, for
 * every call. `null` for every other message, and for media in a shape that `decode` must look at.
 */
export function mediaFrame(text: string): Frame | null {
  if (!text.startsWith(MEDIA_START)) return null
  if (!text.includes(INBOUND, MEDIA_START.length)) return null
  const payload = valueAfter(text, PAYLOAD_KEY, MEDIA_START.length)
  const timestampMs = timestampOf(text)
  return payload && timestampMs >= 0 ? { payload, timestampMs } : null
}

function timestampOf(text: string): number {
  const whole = wholeAfter(text, TIMESTAMP_KEY, MEDIA_START.length)
  return whole ?? Number(valueAfter(text, TIMESTAMP_KEY, MEDIA_START.length))
}

const MARK_START = '{"event":"mark"'
/** Our own marks have plain names; one with an escape in it is left to `decode`. */
const MARK_NAME = /"name":"([^"\\]+)"/

/** The name of a mark that came back, read without a parse: they come all the time. */
export function markName(text: string): string | null {
  return text.startsWith(MARK_START) ? (MARK_NAME.exec(text)?.[1] ?? null) : null
}

/** The messages to the carrier, for one stream. The payload is base64 and needs no escaping. */
export function outbound(streamSid: string) {
  const sid = JSON.stringify(streamSid)
  const mediaHead = `{"event":"media","streamSid":${sid},"media":{"payload":"`
  const markHead = `{"event":"mark","streamSid":${sid},"mark":{"name":"`
  const clear = `{"event":"clear","streamSid":${sid}}`
  return {
    media: (payload: string) => `${mediaHead}${payload}"}}`,
    mark: (name: string) => `${markHead}${name}"}}`,
    clear: () => clear,
  }
}
