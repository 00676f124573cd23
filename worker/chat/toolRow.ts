import * as z from 'zod'
import { parseJson } from '../lib/parseJson.ts'
import type { Message } from './state.ts'

const detailSchema = z.object({
  toolCallId: z.string(),
  /** The model's JSON. */
  args: z.string(),
  /** Absent: it has not answered yet. */
  output: z.string().optional(),
})
export type ToolRow = z.infer<typeof detailSchema>

/** What a message of the role `tool` tells; `null`: it is none. */
export function toolIn({ role, detail }: Pick<Message, 'role' | 'detail'>): ToolRow | null {
  if (role !== 'tool' || detail === null) return null
  return detailSchema.safeParse(parseJson(detail)).data ?? null
}
