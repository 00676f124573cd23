/** The short answer that an own endpoint may give in place of a chat completion: `{text, then?}`. */
import * as z from 'zod'
import type { Written } from '../written.ts'

const directiveSchema = z.object({
  tool: z.string(),
  arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).default({}),
})
type AskedFor = z.infer<typeof directiveSchema>

const textSchema = z.string().default('')
const directivesSchema = z
  .union([directiveSchema.transform((one) => [one]), z.array(directiveSchema)])
  .nullish()
  .transform((directives) => directives ?? [])

/** A short answer as the chat completion that it stands for; anything else as it is. */
export async function* asCompletion(answer: AsyncIterable<Written>): AsyncGenerator<Written, void> {
  for await (const piece of answer) {
    yield 'whole' in piece ? { whole: completionOf(piece.whole) } : piece
  }
}

function completionOf(whole: unknown): unknown {
  const text = textSchema.safeParse(fieldOf(whole, 'text'))
  const directives = directivesSchema.safeParse(fieldOf(whole, 'then'))
  if (!isShort(whole) || !text.success || !directives.success) return whole
  const tool_calls = directives.data.map(toolCallOf)
  return { choices: [{ message: { content: text.data, tool_calls }, finish_reason: 'stop' }] }
}

function toolCallOf({ tool, arguments: args }: AskedFor, index: number): unknown {
  return { index, function: { name: tool, arguments: args } }
}

function isShort(whole: unknown): boolean {
  return fieldOf(whole, 'text') !== undefined || fieldOf(whole, 'then') !== undefined
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined
}
