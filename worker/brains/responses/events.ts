/**
 * The events of a streamed response, those that matter here. Other types are passed over, as OpenAI adds
 * some without notice.
 * https://developers.openai.com/api/reference/resources/responses/streaming-events
 */
import * as z from 'zod'

/** What is no number of tokens counts for none: a bill must not cost a call its answer. */
const count = z.number().min(0).catch(0)

const usageSchema = z.object({
  input_tokens: count,
  input_tokens_details: z.object({ cached_tokens: count }).nullish().catch(null),
  output_tokens: count,
})
export type ResponseUsage = z.infer<typeof usageSchema>

const usage = usageSchema.nullish().catch(null)
const word = z.string().nullish().catch(null)
const errorSchema = z.object({ message: z.string(), code: word, param: word })

const eventSchemas = [
  z.object({ type: z.literal('response.output_text.delta'), delta: z.string() }),
  z.object({ type: z.literal('response.refusal.delta'), delta: z.string() }),
  z.object({
    type: z.literal('response.output_item.done'),
    item: z.union([
      z.object({
        type: z.literal('function_call'),
        call_id: z.string(),
        name: z.string(),
        arguments: z.string(),
      }),
      z.object({ type: z.string().refine((type) => type !== 'function_call') }),
    ]),
  }),
  z.object({ type: z.literal('response.completed'), response: z.object({ usage }) }),
  z.object({
    type: z.literal('response.incomplete'),
    response: z.object({
      usage,
      incomplete_details: z.object({ reason: word }).nullish().catch(null),
    }),
  }),
  z.object({
    type: z.literal('response.failed'),
    response: z.object({ usage, error: errorSchema.nullish().catch(null) }),
  }),
] as const
const knownSchema = z.discriminatedUnion('type', eventSchemas)

/** Documented with its fields beside `type`, and sent with them in `error` as well. */
const errorEventSchema = z.union([
  z.object({ type: z.literal('error'), error: errorSchema }).transform(({ error }) => error),
  z.object({ type: z.literal('error'), ...errorSchema.shape }),
])

export type ResponseEvent =
  z.infer<typeof knownSchema> | { type: 'error'; error: z.infer<typeof errorSchema> }

const KNOWN = new Set<string>(eventSchemas.map(({ shape }) => shape.type.value))
const envelopeSchema = z.object({ type: z.string() })

/** `null`: of a type that is passed over. Throws where it is not in the protocol. */
export function readEvent(json: unknown): ResponseEvent | null {
  const { type } = envelopeSchema.parse(json)
  if (type === 'error') return { type: 'error', error: errorEventSchema.parse(json) }
  return KNOWN.has(type) ? knownSchema.parse(json) : null
}
