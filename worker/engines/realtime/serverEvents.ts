/** The server's events of OpenAI Realtime, as far as anybody here acts on them. */
import type { RealtimeServerEvent } from 'openai/resources/realtime/realtime'
import * as z from 'zod'
import { responseUsageSchema, transcriptionUsageSchema } from './usage.ts'

/** A name that the official types know. */
type Known = RealtimeServerEvent['type']

const event = <const Type extends Known, Shape extends z.core.$ZodLooseShape>(
  type: Type,
  shape: Shape,
) => z.object({ type: z.literal(type), ...shape })

export const speechStartedSchema = event('input_audio_buffer.speech_started', {
  item_id: z.string(),
})
export const speechStoppedSchema = event('input_audio_buffer.speech_stopped', {
  item_id: z.string(),
  audio_end_ms: z.number(),
})
export const committedSchema = event('input_audio_buffer.committed', { item_id: z.string() })

export const transcriptionDeltaSchema = event('conversation.item.input_audio_transcription.delta', {
  item_id: z.string(),
  delta: z.string().nullish(),
})
export const transcribedSchema = event('conversation.item.input_audio_transcription.completed', {
  item_id: z.string(),
  transcript: z.string().nullish(),
  // A bill that cannot be read must not cost the caller's words, nor the end of an answer.
  usage: transcriptionUsageSchema.nullish().catch(null),
})
export const notTranscribedSchema = event('conversation.item.input_audio_transcription.failed', {
  item_id: z.string(),
  error: z.object({ message: z.string().nullish() }).nullish(),
})

/** What was asked for with it comes back, so that responses side by side can be told apart. */
const metadataSchema = z.record(z.string(), z.string()).nullish().catch(null)

export const responseCreatedSchema = event('response.created', {
  response: z.object({ id: z.string(), metadata: metadataSchema }),
})
export const audioDeltaSchema = event('response.output_audio.delta', {
  response_id: z.string(),
  item_id: z.string(),
  // It goes to the carrier as it is, in the middle of a message.
  delta: z.string().regex(/^[A-Za-z0-9+/=]*$/),
})
export const transcriptDeltaSchema = event('response.output_audio_transcript.delta', {
  response_id: z.string(),
  item_id: z.string(),
  delta: z.string(),
})
export const transcriptDoneSchema = event('response.output_audio_transcript.done', {
  response_id: z.string(),
  item_id: z.string(),
  transcript: z.string(),
})
export const functionCallSchema = event('response.function_call_arguments.done', {
  response_id: z.string(),
  call_id: z.string(),
  /** Some servers tell it only when the item is added. */
  name: z.string().nullish(),
  arguments: z.string(),
})
export const outputItemSchema = event('response.output_item.added', {
  item: z.object({ type: z.string(), call_id: z.string().nullish(), name: z.string().nullish() }),
})

const formatSchema = z.object({ type: z.string() })

export const sessionUpdatedSchema = event('session.updated', {
  session: z.object({
    audio: z
      .object({
        input: z.object({ format: formatSchema.nullish() }).nullish(),
        output: z.object({ format: formatSchema.nullish() }).nullish(),
      })
      .nullish(),
  }),
})
export type TakenSession = z.infer<typeof sessionUpdatedSchema>['session']

export const responseDoneSchema = event('response.done', {
  response: z.object({
    id: z.string(),
    // Over it is, whatever a later version calls the way it ended.
    status: z
      .enum(['completed', 'cancelled', 'failed', 'incomplete', 'in_progress'])
      .catch('incomplete'),
    status_details: z
      .object({
        reason: z.string().nullish(),
        error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
      })
      .nullish(),
    usage: responseUsageSchema.nullish().catch(null),
  }),
})
export type DoneResponse = z.infer<typeof responseDoneSchema>['response']

/** When the caller hears an answer that does not pass through us: over SIP and WebRTC alone. */
export const playingSchema = event('output_audio_buffer.started', { response_id: z.string() })
export const playedSchema = event('output_audio_buffer.stopped', { response_id: z.string() })
export const playingCutSchema = event('output_audio_buffer.cleared', { response_id: z.string() })
export const truncatedSchema = event('conversation.item.truncated', {
  item_id: z.string(),
  audio_end_ms: z.number().min(0),
})
export const keyPressedSchema = event('input_audio_buffer.dtmf_event_received', {
  event: z.string().regex(/^[0-9*#A-D]$/),
})

export const errorSchema = event('error', {
  error: z.object({
    type: z.string().nullish(),
    code: z.string().nullish(),
    message: z.string(),
    event_id: z.string().nullish(),
  }),
})

const envelopeSchema = z.object({ type: z.string() })

const TYPE_START = '{"type":"'

/** Events begin with their type, so most that nobody acts on need no parse. `null`: this one does. */
function typeOf(text: string): string | null {
  if (!text.startsWith(TYPE_START)) return null
  const end = text.indexOf('"', TYPE_START.length)
  const type = text.slice(TYPE_START.length, end)
  return end < 0 || type.includes('\\') ? null : type
}

/**
 * Reads the events of these types. The API adds types without notice, so `null` for any other; throws on a
 * known type in a wrong shape.
 */
export function eventReader<Event>(
  schema: z.ZodType<Event>,
  types: readonly Known[],
): (text: string) => Event | null {
  const handled = new Set<string>(types)
  return (text) => {
    const type = typeOf(text)
    if (type && !handled.has(type)) return null
    const json: unknown = JSON.parse(text)
    if (!type && !handled.has(envelopeSchema.parse(json).type)) return null
    return schema.parse(json)
  }
}
