/**
 * The messages of a bidirectional media stream.
 * https://www.twilio.com/docs/voice/media-streams/websocket-messages
 */
import * as z from 'zod'

const streamSid = z.string()

/** What the customer's server may send. */
const customerMessageSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('media'), streamSid, media: z.object({ payload: z.string() }) }),
  z.object({ event: z.literal('mark'), streamSid, mark: z.object({ name: z.string() }) }),
  z.object({ event: z.literal('clear'), streamSid }),
])
export type CustomerMessage = z.infer<typeof customerMessageSchema>

/** The only fields that there are, by the names of the objects that hold them. */
const KNOWN_FIELDS: Record<CustomerMessage['event'], readonly string[]> = {
  media: ['event', 'streamSid', 'media', 'media.payload'],
  mark: ['event', 'streamSid', 'mark', 'mark.name'],
  clear: ['event', 'streamSid'],
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

export interface ReadMessage {
  /** `null` when it is not obeyed. */
  message: CustomerMessage | null
  /** What Twilio would complain of: `invalid` once a stream, `malformed` every time. */
  complaint: { kind: 'invalid' | 'malformed'; text: string } | null
}

/** Reads a text message. A field too many is complained of, and the message is obeyed. */
export function readCustomerMessage(text: string): ReadMessage {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return refused('invalid', 'The message is not JSON.')
  }
  const parsed = customerMessageSchema.safeParse(json)
  if (!parsed.success) return refused('invalid', z.prettifyError(parsed.error))
  const message = parsed.data
  if (message.event === 'media') {
    const { payload } = message.media
    if (payload === '') return refused('invalid', 'A media message has no payload.')
    if (!BASE64.test(payload)) return refused('malformed', 'A payload is no base64.')
  }
  const extra = fieldsOf(json).filter((field) => !KNOWN_FIELDS[message.event].includes(field))
  if (extra.length === 0) return { message, complaint: null }
  const complaint = `A ${message.event} message has no field ${extra.join(', ')}.`
  return { message, complaint: { kind: 'invalid', text: complaint } }
}

function refused(kind: 'invalid' | 'malformed', text: string): ReadMessage {
  return { message: null, complaint: { kind, text } }
}

/** The names of all fields, those of inner objects behind the object's own. */
function fieldsOf(json: unknown, path = ''): string[] {
  if (typeof json !== 'object' || json === null) return []
  return Object.entries(json).flatMap(([name, value]) => {
    const field = path ? `${path}.${name}` : name
    return [field, ...fieldsOf(value, field)]
  })
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
