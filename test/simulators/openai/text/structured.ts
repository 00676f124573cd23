/**
 * Structured output of `POST /v1/responses`: an answer in the shape of a JSON schema, which is held to the
 * rules that OpenAI has for strict ones.
 * https://developers.openai.com/api/docs/guides/structured-outputs
 */
import type { ServerResponse } from 'node:http'
import * as z from 'zod'

const requestSchema = z.strictObject({
  model: z.string(),
  instructions: z.string().nullish(),
  input: z
    .array(z.strictObject({ role: z.enum(['user', 'developer']), content: z.string() }))
    .min(1),
  text: z.strictObject({
    format: z.strictObject({
      type: z.literal('json_schema'),
      name: z.string().regex(/^[\w-]{1,64}$/),
      description: z.string().optional(),
      strict: z.literal(true),
      schema: z.unknown(),
    }),
  }),
  store: z.boolean().nullish(),
  max_output_tokens: z.number().int().min(16).nullish(),
  safety_identifier: z.string().max(64).nullish(),
})

/** What strict schemas may be made of. */
const leafSchema = z.strictObject({
  type: z.union([
    z.enum(['string', 'number', 'integer', 'boolean']),
    z.array(z.enum(['string', 'number', 'integer', 'boolean', 'null'])).min(1),
  ]),
  enum: z
    .array(z.union([z.string(), z.number(), z.null()]))
    .min(1)
    .optional(),
  description: z.string().optional(),
})
type Leaf = z.infer<typeof leafSchema>
export interface ObjectSchema {
  type: 'object'
  properties: Record<string, ObjectSchema | Leaf>
  required: string[]
  additionalProperties: false
}
const objectSchema: z.ZodType<ObjectSchema> = z
  .strictObject({
    type: z.literal('object'),
    properties: z.record(z.string(), z.union([leafSchema, z.lazy(() => objectSchema)])),
    required: z.array(z.string()),
    additionalProperties: z.literal(false),
  })
  .refine(
    ({ properties, required }) =>
      Object.keys(properties).toSorted().join() === required.toSorted().join(),
    { error: "'required' is required to be an array including every key in properties" },
  )

const structuredSchema = z.looseObject({
  text: z.looseObject({ format: z.looseObject({ type: z.literal('json_schema') }) }),
})

/** Whether a request asks for structured output. */
export const asksForStructure = (body: unknown): boolean => structuredSchema.safeParse(body).success

/** One question, as it was put. */
export interface StructuredQuestion {
  model: string
  instructions: string
  input: string
  schema: ObjectSchema
  safetyIdentifier: string | null
}

export type StructuredFault =
  | { kind: 'refuse'; status: number; retryAfterSec?: number }
  | { kind: 'decline' }
  | { kind: 'cut' }
  /** Writes this instead of what was asked for. */
  | { kind: 'write'; text: string }

export class StructuredOutput {
  /** All questions so far. */
  readonly questions: StructuredQuestion[] = []
  /** Answers; may be replaced at any time. */
  answer: (question: StructuredQuestion) => unknown = ({ schema }) => sampleOf(schema)
  readonly #faults: StructuredFault[] = []

  /** What goes wrong with the next question, and with every further call the one after it. */
  nextFault(fault: StructuredFault): void {
    this.#faults.push(fault)
  }

  handle(body: unknown, response: ServerResponse): void {
    const { success, data, error } = requestSchema.safeParse(body)
    if (!success) return refuse(response, 400, z.prettifyError(error))
    const schema = objectSchema.safeParse(data.text.format.schema)
    if (!schema.success) {
      return refuse(response, 400, `Invalid schema for response_format: ${schema.error.message}`)
    }
    const { model, instructions, input, safety_identifier } = data
    const question = {
      model,
      instructions: instructions ?? '',
      input: input.map(({ content }) => content).join('\n'),
      schema: schema.data,
      safetyIdentifier: safety_identifier ?? null,
    }
    this.questions.push(question)
    this.#answer(response, question)
  }

  #answer(response: ServerResponse, question: StructuredQuestion): void {
    const fault = this.#faults.shift()
    switch (fault?.kind) {
      case 'refuse':
        if (fault.retryAfterSec !== undefined) {
          response.setHeader('retry-after', String(fault.retryAfterSec))
        }
        return refuse(response, fault.status, 'The request was refused.')
      case 'decline':
        return send(response, question, { type: 'refusal', refusal: 'I cannot help with that.' })
      case 'cut':
        return send(response, question, written('{"summary": "The cal'), 'incomplete')
      case 'write':
        return send(response, question, written(fault.text))
      case undefined:
        return send(response, question, written(JSON.stringify(this.answer(question))))
    }
  }
}

type Content = { type: 'refusal'; refusal: string } | ReturnType<typeof written>

const written = (text: string) => ({ type: 'output_text', text, annotations: [], logprobs: [] })

function send(
  response: ServerResponse,
  { model, instructions, input }: StructuredQuestion,
  content: Content,
  status: 'completed' | 'incomplete' = 'completed',
): void {
  const message = { id: 'msg_1', type: 'message', role: 'assistant', status, content: [content] }
  const input_tokens = tokens(instructions + input)
  const output_tokens = tokens(JSON.stringify(content))
  const body = {
    id: 'resp_1',
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    status,
    model,
    error: null,
    incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
    output: [{ id: 'rs_1', type: 'reasoning', summary: [] }, message],
    usage: {
      input_tokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input_tokens + output_tokens,
    },
  }
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

/** A token is about four letters. */
const tokens = (text: string): number => Math.ceil(text.length / 4)

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  const error = { message, type: 'invalid_request_error', param: null, code: null }
  response.end(JSON.stringify({ error }))
}

/** Something of every shape: the first choice, a word, a number, yes. */
function sampleOf(schema: ObjectSchema): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schema.properties).map(([name, part]) => [
      name,
      'properties' in part ? sampleOf(part) : leafOf(part),
    ]),
  )
}

function leafOf({ type, enum: choices }: Leaf): unknown {
  if (choices) return choices[0]
  switch (Array.isArray(type) ? type[0] : type) {
    case 'boolean':
      return true
    case 'number':
    case 'integer':
      return 1
    case 'null':
      return null
    default:
      return 'A word.'
  }
}
