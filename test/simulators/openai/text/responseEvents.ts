/**
 * A response as the Responses API streams it, in the documented order.
 * https://developers.openai.com/api/reference/resources/responses/streaming-events
 */
import { argumentPieces, type TextAnswer, tokensOf, type WrittenCall } from './answer.ts'
import type { ResponsesRequest } from './responsesRequest.ts'
import type { Streamed } from './stream.ts'
import type { TextUsage } from './usage.ts'

type Fields = Record<string, unknown>

export interface ResponseDraft {
  request: ResponsesRequest
  answer: TextAnswer
  usage: TextUsage
  /** Whether the model thinks first. */
  reasons: boolean
  /** Seconds since 1970. */
  createdAt: number
  newId(prefix: string): string
}

/** All events, numbered. */
export function responseEvents(draft: ResponseDraft): Streamed[] {
  const items = outputItems(draft)
  const response = skeleton(draft)
  const { outcome } = draft.answer
  const ended = { response: endedAs(response, draft, items) }
  return [
    plain('response.created', { response }),
    plain('response.in_progress', { response }),
    ...items.flatMap((item, index) => itemEvents(item, index)),
    plain(`response.${outcome.status}`, ended),
  ].map(({ isDelta, type, fields }, sequence_number) => ({
    isDelta,
    event: type,
    data: JSON.stringify({ type, ...fields, sequence_number }),
  }))
}

/** The response in one piece, as `stream: false` gives it. */
export function wholeResponse(draft: ResponseDraft): Fields {
  return endedAs(skeleton(draft), draft, outputItems(draft))
}

interface Unnumbered {
  isDelta: boolean
  type: string
  fields: Fields
}

const plain = (type: string, fields: Fields): Unnumbered => ({ isDelta: false, type, fields })
const delta = (type: string, fields: Fields): Unnumbered => ({ isDelta: true, type, fields })

type OutputItem =
  | { kind: 'reasoning'; id: string }
  | { kind: 'message'; id: string; text: string }
  | { kind: 'call'; id: string; call: WrittenCall }

function outputItems({ answer, reasons, newId }: ResponseDraft): OutputItem[] {
  const { text, calls } = answer
  return [
    ...(reasons ? [{ kind: 'reasoning', id: newId('rs') } as const] : []),
    ...(text === '' ? [] : [{ kind: 'message', id: newId('msg'), text } as const]),
    ...calls.map((call) => ({ kind: 'call', id: newId('fc'), call }) as const),
  ]
}

function itemEvents(item: OutputItem, output_index: number): Unnumbered[] {
  const where = { item_id: item.id, output_index }
  return [
    plain('response.output_item.added', { output_index, item: begun(item) }),
    ...contentEvents(item, where),
    plain('response.output_item.done', { output_index, item: done(item) }),
  ]
}

function contentEvents(item: OutputItem, where: Fields): Unnumbered[] {
  if (item.kind === 'reasoning') return []
  if (item.kind === 'call') {
    const { args } = item.call
    const type = 'response.function_call_arguments'
    return [
      ...argumentPieces(args).map((piece) =>
        delta(`${type}.delta`, { ...where, delta: piece, obfuscation: 'x' }),
      ),
      plain(`${type}.done`, { ...where, arguments: args }),
    ]
  }
  const part = { ...where, content_index: 0 }
  return [
    plain('response.content_part.added', { ...part, part: textPart('') }),
    ...tokensOf(item.text).map((token) =>
      delta('response.output_text.delta', {
        ...part,
        delta: token,
        logprobs: [],
        obfuscation: 'x',
      }),
    ),
    plain('response.output_text.done', { ...part, text: item.text, logprobs: [] }),
    plain('response.content_part.done', { ...part, part: textPart(item.text) }),
  ]
}

const textPart = (text: string): Fields => ({
  type: 'output_text',
  annotations: [],
  logprobs: [],
  text,
})

function begun(item: OutputItem): Fields {
  if (item.kind === 'reasoning') return done(item)
  if (item.kind === 'call') return { ...done(item), status: 'in_progress', arguments: '' }
  return { ...done(item), status: 'in_progress', content: [] }
}

function done(item: OutputItem): Fields {
  const { id } = item
  if (item.kind === 'reasoning') return { id, type: 'reasoning', summary: [] }
  const status = 'completed'
  if (item.kind === 'message') {
    return { id, type: 'message', status, role: 'assistant', content: [textPart(item.text)] }
  }
  const { callId: call_id, name, args } = item.call
  return { id, type: 'function_call', status, call_id, name, arguments: args }
}

function skeleton({ request, createdAt, newId }: ResponseDraft): Fields {
  const { reasoning, text } = request
  return {
    id: newId('resp'),
    object: 'response',
    created_at: createdAt,
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    metadata: request.metadata ?? {},
    model: request.model,
    output: [],
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    previous_response_id: null,
    prompt_cache_key: request.prompt_cache_key ?? null,
    reasoning: { effort: reasoning?.effort ?? null, summary: reasoning?.summary ?? null },
    safety_identifier: request.safety_identifier ?? null,
    store: request.store ?? true,
    temperature: request.temperature ?? 1,
    text: { format: { type: 'text' }, verbosity: text?.verbosity ?? 'medium' },
    tool_choice: request.tool_choice,
    tools: request.tools,
    top_p: request.top_p ?? 1,
    truncation: request.truncation ?? 'disabled',
    usage: null,
  }
}

function endedAs(response: Fields, { answer, usage }: ResponseDraft, items: OutputItem[]): Fields {
  const { outcome } = answer
  const { status } = outcome
  return {
    ...response,
    status,
    output: items.map(done),
    ...(outcome.status === 'incomplete' && { incomplete_details: { reason: outcome.reason } }),
    ...(outcome.status === 'failed' && {
      error: { code: outcome.code, message: outcome.message },
    }),
    usage: {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: usage.cached, cache_write_tokens: 0 },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: usage.input + usage.output,
    },
  }
}
