/**
 * The chunks of a streamed chat completion, as OpenAI documents them and as other servers write them.
 * https://developers.openai.com/api/reference/resources/chat/subresources/completions
 */
import * as z from 'zod'

/** What is no number of tokens counts for none: a bill must not cost a call its answer. */
const count = z.number().min(0).catch(0)

const usageSchema = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count }).nullish().catch(null),
})
export type ChatUsage = z.infer<typeof usageSchema>

/** Some write text as a list of parts, of which a few are thoughts and no text. */
const contentSchema = z
  .union([
    z.string(),
    z
      .array(z.object({ type: z.string(), text: z.string().optional() }))
      .transform((parts) =>
        parts.map(({ type, text = '' }) => (type === 'text' ? text : '')).join(''),
      ),
  ])
  .nullish()

/** Some write arguments as JSON in JSON, some as they are. */
const argumentsSchema = z.union([
  z.string(),
  z.record(z.string(), z.unknown()).transform((value) => JSON.stringify(value)),
])

const toolCallSchema = z.object({
  index: z.number().optional(),
  id: z.string().nullish(),
  function: z
    .object({ name: z.string().nullish(), arguments: argumentsSchema.nullish() })
    .nullish(),
})
export type ToolCallDelta = z.infer<typeof toolCallSchema>

const deltaSchema = z.object({
  content: contentSchema,
  refusal: z.string().nullish(),
  tool_calls: z.array(toolCallSchema).nullish(),
})

/** A chunk has deltas; an answer that comes whole has messages in their place. */
const choiceSchema = z.object({
  delta: deltaSchema.nullish(),
  message: deltaSchema.nullish(),
  finish_reason: z.string().nullish(),
})

const chunkSchema = z.object({
  choices: z.array(choiceSchema),
  usage: usageSchema.nullish().catch(null),
})

/** What a chunk adds to the answer. */
export interface Chunk {
  text: string
  toolCalls: readonly ToolCallDelta[]
  /** `null`: more is to come. */
  finish: string | null
  usage: ChatUsage | null
}

/** Throws where it is no chunk. */
export function readChunk(json: unknown): Chunk {
  const { choices, usage = null } = chunkSchema.parse(json)
  const [choice] = choices
  const delta = choice?.delta ?? choice?.message
  return {
    text: (delta?.content ?? '') + (delta?.refusal ?? ''),
    toolCalls: delta?.tool_calls ?? [],
    finish: choice?.finish_reason ?? null,
    usage,
  }
}
