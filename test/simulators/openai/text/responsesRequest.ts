/**
 * What `POST /v1/responses` takes, strict: an unknown field is an error.
 * Written from `ResponseCreateParams` in the `openai` package's `resources/responses/responses.d.ts`.
 */
import * as z from 'zod'
import type { Item } from '../conversation.ts'
import { ClientError } from '../wireErrors.ts'

const textPart = z.strictObject({ type: z.enum(['input_text', 'output_text']), text: z.string() })
const content = z.union([
  z.string(),
  z.array(textPart).transform((parts) => parts.map(({ text }) => text).join('')),
])

const messageSchema = z.strictObject({
  type: z.literal('message').optional(),
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content,
})
const functionCallSchema = z.strictObject({
  type: z.literal('function_call'),
  id: z.string().optional(),
  call_id: z.string().min(1).max(64),
  name: z.string().min(1).max(64),
  arguments: z.string(),
  status: z.enum(['completed', 'incomplete', 'in_progress']).optional(),
})
const outputSchema = z.strictObject({
  type: z.literal('function_call_output'),
  id: z.string().optional(),
  call_id: z.string().min(1).max(64),
  output: z.string(),
})
const inputItemSchema = z.union([messageSchema, functionCallSchema, outputSchema])
type InputItem = z.infer<typeof inputItemSchema>

const toolSchema = z.strictObject({
  type: z.literal('function'),
  name: z.string().regex(/^[\w-]{1,64}$/),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullable(),
  strict: z.boolean().nullable(),
})

const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const

export const responsesRequestSchema = z.strictObject({
  model: z.string(),
  input: z.union([z.string(), z.array(inputItemSchema)]),
  instructions: z.string().nullish(),
  tools: z.array(toolSchema).default([]),
  tool_choice: z
    .union([
      z.enum(['none', 'auto', 'required']),
      z.strictObject({ type: z.literal('function'), name: z.string() }),
    ])
    .default('auto'),
  parallel_tool_calls: z.boolean().nullish(),
  reasoning: z
    .strictObject({ effort: z.enum(efforts).nullish(), summary: z.string().nullish() })
    .nullish(),
  text: z
    .strictObject({
      verbosity: z.enum(['low', 'medium', 'high']).nullish(),
      format: z.strictObject({ type: z.literal('text') }).optional(),
    })
    .optional(),
  stream: z.boolean().nullish(),
  store: z.boolean().nullish(),
  max_output_tokens: z.number().int().min(16).nullish(),
  prompt_cache_key: z.string().max(64).nullish(),
  safety_identifier: z.string().max(64).nullish(),
  previous_response_id: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  truncation: z.enum(['auto', 'disabled']).nullish(),
})
export type ResponsesRequest = z.infer<typeof responsesRequestSchema>

/** The input as a conversation. @throws ClientError when a tool call and its output do not match. */
export function itemsOf({ input, previous_response_id }: ResponsesRequest): Item[] {
  if (previous_response_id != null) {
    const message = `Previous response with id '${previous_response_id}' not found.`
    throw new ClientError('previous_response_not_found', message, 'previous_response_id')
  }
  const items = typeof input === 'string' ? [{ role: 'user', content: input } as const] : input
  if (items.length === 0) {
    const message = 'One of "input" or "previous_response_id" must be provided.'
    throw new ClientError('missing_required_parameter', message, 'input')
  }
  refuseUnpaired(items)
  return items.map(itemOf)
}

function refuseUnpaired(items: readonly InputItem[]): void {
  const called = new Set<string>()
  const open = new Set<string>()
  for (const item of items) {
    if (item.type === 'function_call') {
      called.add(item.call_id)
      open.add(item.call_id)
    } else if (item.type === 'function_call_output') {
      const message = `No tool call found for function call output with call_id ${item.call_id}.`
      if (!called.has(item.call_id)) throw new ClientError(null, message, 'input')
      open.delete(item.call_id)
    }
  }
  for (const id of open) {
    throw new ClientError(null, `No tool output found for function call ${id}.`, 'input')
  }
}

function itemOf(item: InputItem, index: number): Item {
  const common = { id: `item_${index}`, status: 'completed' } as const
  if (item.type === 'function_call') return { ...item, ...common }
  if (item.type === 'function_call_output') return { ...item, ...common }
  const role = item.role === 'developer' ? 'system' : item.role
  const type = role === 'assistant' ? 'output_text' : 'input_text'
  return { ...common, type: 'message', role, content: [{ type, text: item.content }] }
}
