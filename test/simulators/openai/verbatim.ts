/** Text that a client wants said word for word: `response.create` with an empty input and this instruction. */
import type { ResponseParams } from './protocol.ts'

const SAY_EXACTLY = /^\s*say exactly (?:the following|this)[^:\n]*:\s*([\s\S]+)$/i
const QUOTED = /^["“](.*)["”]$/s

export function verbatimText(params: ResponseParams): string | null {
  if (params.input?.length !== 0) return null
  const text = SAY_EXACTLY.exec(params.instructions ?? '')?.[1]?.trim()
  if (!text) return null
  return QUOTED.exec(text)?.[1] ?? text
}
