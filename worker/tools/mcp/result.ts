/** What a model is told of a tool's result. */
import * as z from 'zod'

const blockSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image') }),
  z.object({ type: z.literal('audio') }),
  z.object({ type: z.literal('resource_link'), uri: z.string() }),
  z.object({
    type: z.literal('resource'),
    resource: z.object({ uri: z.string(), text: z.string().optional() }),
  }),
])
type Block = z.infer<typeof blockSchema>

const resultSchema = z.object({
  content: z.array(z.unknown()).default([]),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().default(false),
})

export interface McpAnswer {
  output: string
  failed: boolean
}

/** https://modelcontextprotocol.io/specification/2026-07-28/server/tools#tool-result */
export function readResult(result: unknown): McpAnswer {
  const { content, structuredContent, isError } = resultSchema.parse(result)
  const text = content
    .map((block) => textOf(blockSchema.safeParse(block).data))
    .filter((words) => words.trim() !== '')
    .join('\n')
  const structured = structuredContent === undefined ? '' : JSON.stringify(structuredContent)
  const output = text || structured
  return { output: output || (isError ? 'The tool failed.' : 'Done.'), failed: isError }
}

function textOf(block: Block | undefined): string {
  switch (block?.type) {
    case 'text':
      return block.text
    case 'resource':
      return block.resource.text ?? `(a file: ${block.resource.uri})`
    case 'resource_link':
      return `(a file: ${block.uri})`
    case 'image':
      return '(a picture, which cannot be told)'
    case 'audio':
      return '(a sound, which cannot be told)'
    case undefined:
      return ''
  }
}
