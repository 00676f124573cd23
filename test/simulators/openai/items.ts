/**
 * Conversation items as clients may send them, strict: an unknown field is an error.
 * Written from `ConversationItem` in the `openai` package's `resources/realtime/realtime.d.ts`.
 */
import * as z from 'zod'

/** The service refuses longer ids of items. */
const itemIdSchema = z.string().min(1).max(32)
const callIdSchema = z.string().min(1).max(32)

const common = {
  id: itemIdSchema.optional(),
  object: z.literal('realtime.item').optional(),
  status: z.enum(['completed', 'incomplete', 'in_progress']).optional(),
}

const inputTextSchema = z.strictObject({ type: z.literal('input_text'), text: z.string() })

const systemMessageSchema = z.strictObject({
  type: z.literal('message'),
  role: z.literal('system'),
  content: z.array(inputTextSchema).min(1),
  ...common,
})

const userMessageSchema = z.strictObject({
  type: z.literal('message'),
  role: z.literal('user'),
  content: z
    .array(
      z.discriminatedUnion('type', [
        inputTextSchema,
        z.strictObject({
          type: z.literal('input_audio'),
          audio: z.string(),
          transcript: z.string().optional(),
        }),
        z.strictObject({
          type: z.literal('input_image'),
          image_url: z.string(),
          detail: z.enum(['auto', 'low', 'high']).optional(),
        }),
      ]),
    )
    .min(1),
  ...common,
})

const assistantMessageSchema = z.strictObject({
  type: z.literal('message'),
  role: z.literal('assistant'),
  // Assistant audio cannot be put into a conversation, only text.
  content: z.array(z.strictObject({ type: z.literal('output_text'), text: z.string() })).min(1),
  ...common,
})

const functionCallSchema = z.strictObject({
  type: z.literal('function_call'),
  name: z.string().min(1).max(64),
  arguments: z.string(),
  call_id: callIdSchema.optional(),
  ...common,
})

const functionCallOutputSchema = z.strictObject({
  type: z.literal('function_call_output'),
  call_id: callIdSchema,
  output: z.string(),
  ...common,
})

const mcpApprovalResponseSchema = z.strictObject({
  type: z.literal('mcp_approval_response'),
  id: itemIdSchema,
  approval_request_id: z.string(),
  approve: z.boolean(),
  reason: z.string().nullable().optional(),
})

const messageSchema = z.discriminatedUnion('role', [
  systemMessageSchema,
  userMessageSchema,
  assistantMessageSchema,
])

/** What `conversation.item.create` takes. */
export const clientItemSchema = z.discriminatedUnion('type', [
  messageSchema,
  functionCallSchema,
  functionCallOutputSchema,
  mcpApprovalResponseSchema,
])
export type ClientItem = z.infer<typeof clientItemSchema>

/** What `response.create` takes as `input`. */
export const inputItemSchema = z.discriminatedUnion('type', [
  messageSchema,
  functionCallSchema,
  functionCallOutputSchema,
  mcpApprovalResponseSchema,
  z.strictObject({ type: z.literal('item_reference'), id: itemIdSchema }),
])

export { itemIdSchema }
