import type { ToolCallDelta } from './chunks.ts'

/** A tool call of which pieces have come. */
export interface OpenCall {
  index: number
  /** '' where none has come. */
  id: string
  name: string
  args: string
}

/**
 * Adds a piece to the calls that it belongs to: by its index, or where a server counts none, to the last.
 * A second id at the same index begins another call, as with servers that give every call index 0.
 */
export function withDelta(calls: readonly OpenCall[], delta: ToolCallDelta): readonly OpenCall[] {
  const index = delta.index ?? calls.at(-1)?.index ?? 0
  const at = calls.findLastIndex((call) => call.index === index)
  const known = calls[at]
  const id = delta.id ?? ''
  const name = delta.function?.name ?? ''
  const args = delta.function?.arguments ?? ''
  if (!known || beginsAnother(known, id)) return [...calls, { index, id, name, args }]
  return calls.with(at, {
    index,
    id: known.id || id,
    name: known.name || name,
    args: known.args + args,
  })
}

const beginsAnother = (known: OpenCall, id: string): boolean =>
  id !== '' && known.id !== '' && id !== known.id
