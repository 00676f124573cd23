import { VENDOR } from '../../../convex/model/engines/realtime/prices.ts'
import { type Usage, usageLines } from '../../../convex/model/usage.ts'
import type { BrainPiece } from '../../call/ports.ts'
import { complained } from '../Refusal.ts'
import type { ResponseEvent, ResponseUsage } from './events.ts'

export const WHO = 'OpenAI'

/** What an event adds to the answer. Throws a `PartError` where the answer has failed. */
export function* piecesOf(event: ResponseEvent, model: string): Generator<BrainPiece, void> {
  switch (event.type) {
    case 'response.output_text.delta':
    case 'response.refusal.delta':
      if (event.delta !== '') yield { type: 'text', delta: event.delta }
      return
    case 'response.output_item.done':
      return yield* toolCall(event.item)
    case 'response.completed':
      return yield* used(event.response.usage, model)
    case 'response.incomplete':
      yield { type: 'incomplete', detail: incomplete(event.response.incomplete_details?.reason) }
      return yield* used(event.response.usage, model)
    case 'response.failed':
      // What has failed is billed all the same.
      yield* used(event.response.usage, model)
      throw failure(event.response.error)
    case 'error':
      throw failure(event.error)
  }
}

/** Whether nothing follows an event. */
export function isLast({ type }: ResponseEvent): boolean {
  return type === 'response.completed' || type === 'response.incomplete'
}

type Item = Extract<ResponseEvent, { type: 'response.output_item.done' }>['item']

function* toolCall(item: Item): Generator<BrainPiece, void> {
  if (!('call_id' in item)) return
  const { call_id: toolCallId, name, arguments: args } = item
  yield { type: 'tool_call', toolCallId, name, args }
}

function incomplete(reason: string | null | undefined): string {
  return `${WHO} cut the answer: ${reason ?? 'it did not say why'}.`
}

type Told = Extract<ResponseEvent, { type: 'error' }>['error']

function failure(error: Told | null | undefined) {
  const { message = 'it did not say why.', code, param } = error ?? {}
  return complained(WHO, { message, code: code ?? '', param: param ?? '' })
}

function* used(
  usage: ResponseUsage | null | undefined,
  model: string,
): Generator<BrainPiece, void> {
  const lines = usage ? usageOf(usage, model) : []
  if (lines.length > 0) yield { type: 'usage', usage: lines }
}

/** Cached tokens are told as a part of the input's; here each is counted once. */
function usageOf(told: ResponseUsage, model: string): Usage {
  const cached = Math.min(told.input_tokens, told.input_tokens_details?.cached_tokens ?? 0)
  return usageLines(
    { part: 'brain', vendor: VENDOR, model },
    {
      text_in_tokens: told.input_tokens - cached,
      text_in_cached_tokens: cached,
      text_out_tokens: told.output_tokens,
    },
  )
}
