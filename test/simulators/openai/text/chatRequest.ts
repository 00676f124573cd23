/**
 * What `POST /v1/chat/completions` takes. OpenAI refuses a field that it does not know; most servers that
 * speak this format do not.
 * Written from `ChatCompletionCreateParams` in the `openai` package's `resources/chat/completions`.
 */
import * as z from 'zod'
import type { Item } from '../conversation.ts'
import { ClientError } from '../wireErrors.ts'

const content = z.union([
  z.string(),
  z
    .array(z.strictObject({ type: z.literal('text'), text: z.string() }))
    .transform((parts) => parts.map(({ text }) => text).join('')),
])

const toolCallSchema = z.strictObject({
  id: z.string(),
  type: z.literal('function'),
  function: z.strictObject({ name: z.string(), arguments: z.string() }),
})

const messageSchema = z.discriminatedUnion('role', [
  z.strictObject({
    role: z.enum(['system', 'developer', 'user']),
    content,
    name: z.string().optional(),
  }),
  z.strictObject({
    role: z.literal('assistant'),
    content: content.nullish(),
    tool_calls: z.array(toolCallSchema).min(1).optional(),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content }),
])
type Message = z.infer<typeof messageSchema>

const toolSchema = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: z.string().regex(/^[\w-]{1,64}$/),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
    strict: z.boolean().nullish(),
  }),
})

const known = z.strictObject({
  model: z.string(),
  messages: z.array(messageSchema).min(1),
  tools: z.array(toolSchema).default([]),
  tool_choice: z
    .union([
      z.enum(['none', 'auto', 'required']),
      z.strictObject({
        type: z.literal('function'),
        function: z.strictObject({ name: z.string() }),
      }),
    ])
    .default('auto'),
  parallel_tool_calls: z.boolean().optional(),
  stream: z.boolean().nullish(),
  stream_options: z
    .strictObject({
      include_usage: z.boolean().optional(),
      include_obfuscation: z.boolean().optional(),
    })
    .nullish(),
  store: z.boolean().nullish(),
  reasoning_effort: z.string().nullish(),
  verbosity: z.string().nullish(),
  max_completion_tokens: z.number().int().nullish(),
  prompt_cache_key: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
})
export type ChatRequest = z.infer<typeof known>

/** `lenient`: fields that are not known are passed over. */
export const chatRequestSchema = (lenient: boolean): z.ZodType<ChatRequest> =>
  lenient ? z.object(known.shape) : known

/** The messages as a conversation. @throws ClientError when tool calls and outputs do not match. */
export function itemsOf({ messages }: ChatRequest): Item[] {
  refuseUnpaired(messages)
  return messages.flatMap(itemsIn)
}

function refuseUnpaired(messages: readonly Message[]): void {
  let open = new Set<string>()
  for (const message of messages) {
    if (message.role === 'tool') {
      const text =
        "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'."
      if (!open.delete(message.tool_call_id)) throw new ClientError(null, text, 'messages')
      continue
    }
    refuseOpen(open)
    open = new Set(
      message.role === 'assistant' ? message.tool_calls?.map(({ id }) => id) : undefined,
    )
  }
  refuseOpen(open)
}

function refuseOpen(open: ReadonlySet<string>): void {
  if (open.size === 0) return
  const text =
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
    `The following tool_call_ids did not have response messages: ${[...open].join(', ')}`
  throw new ClientError(null, text, 'messages')
}

function itemsIn(message: Message, index: number): Item[] {
  const common = { id: `item_${index}`, status: 'completed' } as const
  switch (message.role) {
    case 'system':
    case 'developer':
      return [said({ ...common, role: 'system' }, message.content)]
    case 'user':
      return [said({ ...common, role: 'user' }, message.content)]
    case 'assistant':
      return [
        ...(message.content ? [said({ ...common, role: 'assistant' }, message.content)] : []),
        ...(message.tool_calls ?? []).map(({ id: call_id, function: called }) => ({
          ...common,
          type: 'function_call' as const,
          call_id,
          ...called,
        })),
      ]
    case 'tool': {
      const { tool_call_id: call_id, content: output } = message
      return [{ ...common, type: 'function_call_output', call_id, output }]
    }
  }
}

function said(
  message: { id: string; status: 'completed'; role: 'system' | 'user' | 'assistant' },
  text: string,
): Item {
  const type = message.role === 'assistant' ? 'output_text' : 'input_text'
  return { ...message, type: 'message', content: [{ type, text }] }
}
