/**
 * A chat completion, in chunks and whole.
 * https://developers.openai.com/api/reference/resources/chat/subresources/completions/streaming-events
 */
import { argumentPieces, type TextAnswer, tokensOf, type WrittenCall } from './answer.ts'
import type { ChatRequest } from './chatRequest.ts'
import type { Streamed } from './stream.ts'
import type { TextUsage } from './usage.ts'

type Fields = Record<string, unknown>

export interface ChatDraft {
  request: ChatRequest
  answer: TextAnswer
  usage: TextUsage
  id: string
  /** Seconds since 1970. */
  createdAt: number
}

export function chatChunks(draft: ChatDraft): Streamed[] {
  const { answer, request, usage } = draft
  const { outcome, text, calls } = answer
  const withUsage = request.stream_options?.include_usage ?? false
  const chunk = (isDelta: boolean, fields: Fields): Streamed => ({
    isDelta,
    data: JSON.stringify({
      ...headOf('chat.completion.chunk', draft),
      ...(withUsage && { usage: null }),
      ...fields,
    }),
  })
  const piece = (isDelta: boolean, delta: Fields): Streamed =>
    chunk(isDelta, { choices: [{ index: 0, delta, logprobs: null, finish_reason: null }] })
  const written = [
    piece(false, { role: 'assistant', content: text === '' ? null : '', refusal: null }),
    ...tokensOf(text).map((content) => piece(true, { content })),
    ...calls.flatMap((call, index) => callDeltas(call, index).map((delta) => piece(true, delta))),
  ]
  if (outcome.status === 'failed') {
    const { code, message } = outcome
    return [...written, { isDelta: false, data: JSON.stringify({ error: { message, code } }) }]
  }
  const last = { index: 0, delta: {}, logprobs: null, finish_reason: finishOf(answer) }
  return [
    ...written,
    chunk(false, { choices: [last] }),
    ...(withUsage ? [chunk(false, { choices: [], usage: wireUsage(usage) })] : []),
    { isDelta: false, data: '[DONE]' },
  ]
}

/** The name comes first, and the arguments after it in pieces. */
function callDeltas({ callId: id, name, args }: WrittenCall, index: number): Fields[] {
  const first = { index, id, type: 'function', function: { name, arguments: '' } }
  return [
    { tool_calls: [first] },
    ...argumentPieces(args).map((piece) => ({
      tool_calls: [{ index, function: { arguments: piece } }],
    })),
  ]
}

export function wholeCompletion(draft: ChatDraft): Fields {
  const { text, calls } = draft.answer
  const message = {
    role: 'assistant',
    content: text === '' ? null : text,
    refusal: null,
    annotations: [],
    ...(calls.length > 0 && {
      tool_calls: calls.map(({ callId: id, name, args }) => ({
        id,
        type: 'function',
        function: { name, arguments: args },
      })),
    }),
  }
  const finish_reason = finishOf(draft.answer)
  return {
    ...headOf('chat.completion', draft),
    choices: [{ index: 0, message, logprobs: null, finish_reason }],
    usage: wireUsage(draft.usage),
  }
}

function headOf(object: string, { id, createdAt: created, request: { model } }: ChatDraft): Fields {
  return { id, object, created, model, service_tier: 'default', system_fingerprint: null }
}

function finishOf({ outcome, calls }: TextAnswer): string {
  if (outcome.status === 'incomplete') {
    return outcome.reason === 'max_output_tokens' ? 'length' : 'content_filter'
  }
  return calls.length > 0 ? 'tool_calls' : 'stop'
}

function wireUsage({ input, cached, output }: TextUsage): Fields {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  }
}
