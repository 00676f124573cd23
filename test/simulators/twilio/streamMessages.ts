/**
 * The messages of a bidirectional media stream.
 * https://www.twilio.com/docs/voice/media-streams/websocket-messages
 */
import * as z from 'zod'

const streamSid = z.string()

/** What the customer's server may send. Fields that Twilio does not document are ignored. */
const customerMessageSchema = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('media'),
    streamSid,
    media: z.object({ payload: z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/) }),
  }),
  z.object({ event: z.literal('mark'), streamSid, mark: z.object({ name: z.string() }) }),
  z.object({ event: z.literal('clear'), streamSid }),
])
export type CustomerMessage = z.infer<typeof customerMessageSchema>

/** Reads a text message; a string is the reason why it cannot be read. */
export function readCustomerMessage(text: string): CustomerMessage | string {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'The message is not JSON.'
  }
  const parsed = customerMessageSchema.safeParse(json)
  return parsed.success ? parsed.data : z.prettifyError(parsed.error)
}

export const CONNECTED = JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' })

export interface StreamIdentity {
  accountSid: string
  callSid: string
  streamSid: string
}

export function startMessage(
  { accountSid, callSid, streamSid: sid }: StreamIdentity,
  sequence: number,
  customParameters: Readonly<Record<string, string>>,
): string {
  return JSON.stringify({
    event: 'start',
    sequenceNumber: String(sequence),
    start: {
      accountSid,
      streamSid: sid,
      callSid,
      tracks: ['inbound'],
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
      customParameters,
    },
    streamSid: sid,
  })
}

/** Put together by hand: it is sent fifty times a second and call. */
export function mediaMessage(
  sid: string,
  sequence: number,
  chunk: number,
  timestampMs: number,
  payload: string,
): string {
  return (
    `{"event":"media","sequenceNumber":"${sequence}","media":{"track":"inbound","chunk":"${chunk}",` +
    `"timestamp":"${timestampMs}","payload":"${payload}"},"streamSid":"${sid}"}`
  )
}

export function dtmfMessage(sid: string, sequence: number, digit: string): string {
  return JSON.stringify({
    event: 'dtmf',
    streamSid: sid,
    sequenceNumber: String(sequence),
    dtmf: { track: 'inbound_track', digit },
  })
}

export function markMessage(sid: string, sequence: number, name: string): string {
  return JSON.stringify({
    event: 'mark',
    sequenceNumber: String(sequence),
    streamSid: sid,
    mark: { name },
  })
}

export function stopMessage(
  { accountSid, callSid, streamSid: sid }: StreamIdentity,
  sequence: number,
): string {
  return JSON.stringify({
    event: 'stop',
    sequenceNumber: String(sequence),
    stop: { accountSid, callSid },
    streamSid: sid,
  })
}
