/**
 * The session's settings: what `session.update` may carry, the defaults, and how an update is laid
 * over what holds. Written from `RealtimeSessionCreateRequest` in the `openai` package's types.
 */
import * as z from 'zod'

/** `fable`, `onyx` and `nova` are voices of text to speech only. */
export const VOICES = [
  'alloy',
  'ash',
  'ballad',
  'coral',
  'echo',
  'sage',
  'shimmer',
  'verse',
  'marin',
  'cedar',
] as const

/** The service takes `audio/pcma` too; this simulator knows no A-law and says so. */
const formatSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('audio/pcm'), rate: z.literal(24_000).default(24_000) }),
  z.strictObject({ type: z.literal('audio/pcmu') }),
])
export type AudioFormat = z.infer<typeof formatSchema>

const turnDetectionSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('server_vad'),
    threshold: z.number().min(0).max(1).default(0.5),
    prefix_padding_ms: z.int().min(0).max(10_000).default(300),
    silence_duration_ms: z.int().min(0).max(30_000).default(500),
    idle_timeout_ms: z.int().min(5000).max(30_000).nullable().default(null),
    create_response: z.boolean().default(true),
    interrupt_response: z.boolean().default(true),
  }),
  z.strictObject({
    type: z.literal('semantic_vad'),
    eagerness: z.enum(['low', 'medium', 'high', 'auto']).default('auto'),
    create_response: z.boolean().default(true),
    interrupt_response: z.boolean().default(true),
  }),
])
export type TurnDetection = z.infer<typeof turnDetectionSchema>

const transcriptionSchema = z.strictObject({
  model: z.string().optional(),
  language: z.string().max(16).optional(),
  languages: z.array(z.string()).optional(),
  keywords: z.array(z.string()).optional(),
  prompt: z.string().optional(),
  delay: z.enum(['minimal', 'low', 'medium', 'high', 'xhigh']).optional(),
})

const voiceSchema = z.union([
  z.enum(VOICES),
  z.strictObject({ id: z.string().startsWith('voice_') }),
])
export type VoiceSetting = z.infer<typeof voiceSchema>

export const modalitiesSchema = z.union([
  z.tuple([z.literal('audio')]),
  z.tuple([z.literal('text')]),
])

export const maxOutputTokensSchema = z.union([z.int().min(1).max(32_000), z.literal('inf')])

const functionToolSchema = z.strictObject({
  type: z.literal('function'),
  name: z
    .string()
    .max(64)
    .regex(/^[a-zA-Z0-9_-]+$/, { error: 'string does not match pattern ^[a-zA-Z0-9_-]+$.' }),
  description: z.string().max(16_384).optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
})

const toolFilterSchema = z.strictObject({
  read_only: z.boolean().optional(),
  tool_names: z.array(z.string()).optional(),
})

const mcpToolSchema = z.strictObject({
  type: z.literal('mcp'),
  server_label: z.string(),
  server_url: z.string().optional(),
  server_description: z.string().optional(),
  connector_id: z.string().optional(),
  tunnel_id: z.string().optional(),
  authorization: z.string().optional(),
  headers: z.record(z.string(), z.string()).nullable().optional(),
  allowed_callers: z
    .array(z.enum(['direct', 'programmatic']))
    .nullable()
    .optional(),
  allowed_tools: z
    .union([z.array(z.string()), toolFilterSchema])
    .nullable()
    .optional(),
  require_approval: z
    .union([
      z.enum(['always', 'never']),
      z.strictObject({ always: toolFilterSchema.optional(), never: toolFilterSchema.optional() }),
    ])
    .nullable()
    .optional(),
  defer_loading: z.boolean().optional(),
})

export const toolsSchema = z
  .array(z.discriminatedUnion('type', [functionToolSchema, mcpToolSchema]))
  .max(128)
export type Tool = z.infer<typeof toolsSchema>[number]

export const toolChoiceSchema = z.union([
  z.enum(['none', 'auto', 'required']),
  z.strictObject({ type: z.literal('function'), name: z.string() }),
  z.strictObject({
    type: z.literal('mcp'),
    server_label: z.string(),
    name: z.string().nullable().optional(),
  }),
])

export const reasoningSchema = z.strictObject({
  effort: z.enum(['minimal', 'low', 'medium', 'high', 'xhigh']).optional(),
})

export const promptSchema = z.strictObject({
  id: z.string(),
  version: z.string().nullable().optional(),
  variables: z.record(z.string(), z.unknown()).nullable().optional(),
})

const truncationSchema = z.union([
  z.enum(['auto', 'disabled']),
  z.strictObject({
    type: z.literal('retention_ratio'),
    retention_ratio: z.number().min(0).max(1),
    token_limits: z.strictObject({ post_instructions: z.int().min(0).optional() }).optional(),
  }),
])

const tracingSchema = z.union([
  z.literal('auto'),
  z.strictObject({
    workflow_name: z.string().optional(),
    group_id: z.string().optional(),
    metadata: z.unknown().optional(),
  }),
])

/** About 16,384 tokens, the service's limit for instructions and tools together. */
export const MAX_INSTRUCTIONS = 65_536

const inputSchema = z.strictObject({
  format: formatSchema.optional(),
  noise_reduction: z
    .strictObject({
      type: z.enum(['near_field', 'far_field']),
      strength: z.number().min(0).max(1).optional(),
    })
    .nullable()
    .optional(),
  transcription: transcriptionSchema.nullable().optional(),
  turn_detection: turnDetectionSchema.nullable().optional(),
})

const outputSchema = z.strictObject({
  format: formatSchema.optional(),
  voice: voiceSchema.optional(),
  speed: z.number().min(0.25).max(1.5).optional(),
})

/** The `audio` of a `response.create`: the output without its speed. */
export const responseAudioSchema = z.strictObject({
  output: outputSchema.omit({ speed: true }).optional(),
})

export const sessionUpdateSchema = z.strictObject({
  type: z.literal('realtime'),
  model: z.string().optional(),
  output_modalities: modalitiesSchema.optional(),
  instructions: z.string().max(MAX_INSTRUCTIONS).optional(),
  audio: z
    .strictObject({ input: inputSchema.optional(), output: outputSchema.optional() })
    .optional(),
  tools: toolsSchema.optional(),
  tool_choice: toolChoiceSchema.optional(),
  parallel_tool_calls: z.boolean().optional(),
  reasoning: reasoningSchema.optional(),
  max_output_tokens: maxOutputTokensSchema.optional(),
  truncation: truncationSchema.optional(),
  tracing: tracingSchema.nullable().optional(),
  include: z.array(z.literal('item.input_audio_transcription.logprobs')).nullable().optional(),
  prompt: promptSchema.nullable().optional(),
})
export type SessionUpdate = z.infer<typeof sessionUpdateSchema>
