/**
 * The events a client may send, strict: unknown events, unknown fields and wrong values are errors.
 * Written from `RealtimeClientEvent` in the `openai` package's `resources/realtime/realtime.d.ts`.
 */
import * as z from 'zod'
import { clientItemSchema, inputItemSchema, itemIdSchema } from './items.ts'
import {
  MAX_INSTRUCTIONS,
  maxOutputTokensSchema,
  modalitiesSchema,
  promptSchema,
  reasoningSchema,
  responseAudioSchema,
  sessionUpdateSchema,
  toolChoiceSchema,
  toolsSchema,
} from './sessionConfig.ts'
import { ClientError, fromIssues } from './wireErrors.ts'

const eventId = { event_id: z.string().max(512).optional() }
const METADATA_PAIRS = 16

const metadataSchema = z
  .record(z.string().max(64), z.string().max(512))
  .refine((pairs) => Object.keys(pairs).length <= METADATA_PAIRS, {
    error: `too many properties. Expected at most ${METADATA_PAIRS} pairs.`,
  })

const responseParamsSchema = z.strictObject({
  conversation: z.enum(['auto', 'none']).optional(),
  metadata: metadataSchema.nullable().optional(),
  output_modalities: modalitiesSchema.optional(),
  instructions: z.string().max(MAX_INSTRUCTIONS).optional(),
  input: z.array(inputItemSchema).optional(),
  audio: responseAudioSchema.optional(),
  tools: toolsSchema.optional(),
  tool_choice: toolChoiceSchema.optional(),
  parallel_tool_calls: z.boolean().optional(),
  reasoning: reasoningSchema.optional(),
  max_output_tokens: maxOutputTokensSchema.optional(),
  prompt: promptSchema.nullable().optional(),
})
export type ResponseParams = z.infer<typeof responseParamsSchema>

function event<const Type extends string, Shape extends z.core.$ZodLooseShape>(
  type: Type,
  shape: Shape,
) {
  return z.strictObject({ type: z.literal(type), ...eventId, ...shape })
}

/** 15 MiB, in base64. */
const MAX_APPEND = 20_971_520

export const clientEventSchema = z.discriminatedUnion('type', [
  event('session.update', { session: sessionUpdateSchema }),
  event('input_audio_buffer.append', { audio: z.string().max(MAX_APPEND) }),
  event('input_audio_buffer.commit', {}),
  event('input_audio_buffer.clear', {}),
  event('conversation.item.create', {
    item: clientItemSchema,
    previous_item_id: z.string().nullable().optional(),
  }),
  event('conversation.item.delete', { item_id: itemIdSchema }),
  event('conversation.item.retrieve', { item_id: itemIdSchema }),
  event('conversation.item.truncate', {
    item_id: itemIdSchema,
    content_index: z.int().min(0),
    audio_end_ms: z.int().min(0),
  }),
  event('response.create', { response: responseParamsSchema.optional() }),
  event('response.cancel', { response_id: z.string().optional() }),
  event('output_audio_buffer.clear', {}),
])
export type ClientEvent = z.infer<typeof clientEventSchema>

const TYPES = clientEventSchema.options.map((option) => option.shape.type.value)

/** What came in, and the `event_id` to name in an error about it. */
export interface Received {
  json: Record<string, unknown>
  eventId: string | null
}

/** @throws ClientError when the frame is no JSON object. */
export function readFrame(text: string): Received {
  const json = parseObject(text)
  return { json, eventId: typeof json.event_id === 'string' ? json.event_id : null }
}

const objectSchema = z.record(z.string(), z.unknown())

function parseObject(text: string): Record<string, unknown> {
  try {
    return objectSchema.parse(JSON.parse(text))
  } catch {
    throw new ClientError('invalid_json', 'We could not parse the JSON body of your event.')
  }
}

/** @throws ClientError naming the first thing that is wrong. */
export function parseClientEvent(json: Record<string, unknown>): ClientEvent {
  // Fifty of these a second and call: not worth a schema's time.
  if (isPlainAppend(json)) return { type: 'input_audio_buffer.append', audio: json.audio }
  const parsed = clientEventSchema.safeParse(json)
  if (parsed.success) return parsed.data
  if (!TYPES.some((type) => type === json.type)) throw unknownType(json.type)
  throw fromIssues(parsed.error.issues, json)
}

function isPlainAppend(json: Record<string, unknown>): json is { type: string; audio: string } {
  return (
    json.type === 'input_audio_buffer.append' &&
    typeof json.audio === 'string' &&
    json.audio.length < MAX_APPEND &&
    Object.keys(json).length === 2
  )
}

function unknownType(type: unknown): ClientError {
  if (type === undefined) {
    return new ClientError(
      'missing_required_parameter',
      "Missing required parameter: 'type'.",
      'type',
    )
  }
  const supported = TYPES.map((known) => `'${known}'`).join(', ')
  const message = `Invalid value: '${String(type)}'. Supported values are: ${supported}.`
  return new ClientError('invalid_value', message, 'type')
}
