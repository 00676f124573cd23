/** What is written by chat completions as the pieces of an answer. */
import { type Usage, usageLines } from '../../../convex/model/usage.ts'
import type { BrainPiece, PartListener } from '../../call/ports.ts'
import { parseJson } from '../../lib/parseJson.ts'
import { complaintIn } from '../complaint.ts'
import { broken, complained } from '../Refusal.ts'
import { toolCallId } from '../toolCallId.ts'
import type { Written } from '../written.ts'
import { type ChatUsage, type Chunk, readChunk } from './chunks.ts'
import { type OpenCall, withDelta } from './toolCalls.ts'

export interface Source {
  /** Who answers, as operators read it. */
  who: string
  vendor: string
  model: string
  /** The answer's key. */
  key: string
}

/** Ends every stream of OpenAI's, and most of others'. */
const DONE = '[DONE]'

/** The pieces of an answer, in order. Throws a `PartError` when it is not whole. */
export async function* piecesOf(
  answer: AsyncIterable<Written>,
  source: Source,
  listener: PartListener,
): AsyncGenerator<BrainPiece, void> {
  let calls: readonly OpenCall[] = []
  let finish: string | null = null
  let usage: ChatUsage | null = null
  for await (const chunk of chunksOf(answer, source, listener, () => finish !== null)) {
    if (chunk.text !== '') yield { type: 'text', delta: chunk.text }
    calls = chunk.toolCalls.reduce(withDelta, calls)
    finish = chunk.finish ?? finish
    usage = chunk.usage ?? usage
  }
  yield* named(calls, source.key)
  if (finish === 'length' || finish === 'content_filter') {
    yield { type: 'incomplete', detail: `${source.who} cut the answer: ${finish}.` }
  }
  const lines = usage ? usageOf(usage, source) : []
  if (lines.length > 0) yield { type: 'usage', usage: lines }
}

/**
 * All chunks of an answer. It is whole at its `[DONE]`, or where it ends after a finish reason
 * (`isFinished`): what goes wrong after that has cost nothing.
 */
async function* chunksOf(
  answer: AsyncIterable<Written>,
  { who }: Source,
  listener: PartListener,
  isFinished: () => boolean,
): AsyncGenerator<Chunk, void> {
  try {
    for await (const piece of answer) {
      if ('event' in piece && piece.event.trim() === DONE) return
      const isWhole = 'whole' in piece
      const chunk = read(isWhole ? piece.whole : parseJson(piece.event), who, listener)
      if (chunk) yield chunk
      else if (isWhole) throw broken(`${who} answered with a JSON that is no answer.`)
      if (isWhole) return
    }
  } catch (error) {
    if (!isFinished()) throw error
  }
  if (!isFinished()) throw broken(`${who} broke off its answer.`)
}

function read(json: unknown, who: string, listener: PartListener): Chunk | null {
  const complaint = isError(json) ? complaintIn(json) : null
  if (complaint) throw complained(who, complaint)
  try {
    return readChunk(json)
  } catch (error) {
    listener.unreadable(error)
    return null
  }
}

/** Errors come in the stream as well, once its head has gone out with status 200. */
function isError(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'error' in json && json.error != null
}

async function* named(calls: readonly OpenCall[], key: string): AsyncGenerator<BrainPiece, void> {
  for (const [at, { id, name, args }] of calls.entries()) {
    const known = id === '' ? await toolCallId(key, at) : id
    yield { type: 'tool_call', toolCallId: known, name, args: args === '' ? '{}' : args }
  }
}

/** Cached tokens are told as a part of the prompt's; here each is counted once. */
function usageOf(told: ChatUsage, { vendor, model }: Source): Usage {
  const cached = Math.min(told.prompt_tokens, told.prompt_tokens_details?.cached_tokens ?? 0)
  return usageLines(
    { part: 'brain', vendor, model },
    {
      text_in_tokens: told.prompt_tokens - cached,
      text_in_cached_tokens: cached,
      text_out_tokens: told.completion_tokens,
    },
  )
}
