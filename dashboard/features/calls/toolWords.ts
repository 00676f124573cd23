import {
  type CallRecordEvent,
  toolCallDetailOf,
  toolResultDetailOf,
} from '../../../convex/model/call.ts'
import { formatMs } from '../../lib/format.ts'

/** What stands before the name of a tool, or before its answer; `null`: the event is about no tool. */
export function toolLead({
  kind,
  detail,
}: Pick<CallRecordEvent, 'kind' | 'detail'>): string | null {
  switch (kind) {
    case 'tool_call': {
      const isPromised = toolCallDetailOf(detail)?.askedBy === 'promise'
      return isPromised ? 'Tool called, as the agent had said:' : 'Tool called:'
    }
    case 'tool_result': {
      const about = toolResultDetailOf(detail)
      return about ? `${about.name} answered after ${formatMs(about.tookMs)}:` : 'Tool answered:'
    }
    default:
      return null
  }
}

/** The part of an event's detail that its line does not say; `null`: none is left. */
export function restOfDetail({
  kind,
  detail,
}: Pick<CallRecordEvent, 'kind' | 'detail'>): string | null {
  if (kind === 'tool_result' && toolResultDetailOf(detail)) return null
  const call = kind === 'tool_call' ? toolCallDetailOf(detail) : null
  return call ? JSON.stringify(call.args) : detail
}
