import { beginClosing } from './ending.ts'
import type { CallEvent } from './events.ts'
import { answerTool, toolCalled, want } from './responses.ts'
import { type CallState, inOrder, stay, type Transition } from './state.ts'

type ToolCall = Extract<CallEvent, { type: 'engine.tool_call' }>
type Settled = Omit<Extract<CallEvent, { type: 'tool.settled' }>, 'type'>

/** The model calls a tool: it is written down before it runs, and runs once. */
export function callTool(state: CallState, call: ToolCall, now: number): Transition {
  if (state.responses.knownTools.includes(call.toolCallId)) return [state, []]
  const { toolCallId, name, args } = call
  const event = { kind: 'tool_call', summary: name, detail: args } as const
  return stay(
    { ...state, responses: toolCalled(state.responses, call, now) },
    { type: 'record', entry: { kind: 'event', at: now, event } },
    { type: 'tool.run', toolCallId, name, args },
  )
}

/** A tool has its result, an error, or took too long: the model is told once, and goes on. */
export function toolSettled(state: CallState, settled: Settled, now: number): Transition {
  const answered = answerTool(state.responses, settled.toolCallId, settled.output)
  if (!answered) return [state, []]
  const { responses, tool, effects } = answered
  const event = { kind: 'tool_result', summary: settled.output, detail: null } as const
  return inOrder(
    { ...state, responses },
    (s) => stay(s, { type: 'record', entry: { kind: 'event', at: now, event } }, ...effects),
    (s) => (settled.endsCall ? closeAfter(s, tool.responseId, now) : goOn(s)),
  )
}

/** One answer serves all the tools of a response. */
function goOn(state: CallState): Transition {
  if (state.responses.pendingTools.length > 0) return [state, []]
  return stay({ ...state, responses: want(state.responses, { kind: 'continue' }) })
}

/** A goodbye said in the same breath as the tool call needs no second one. */
function closeAfter(state: CallState, responseId: string, now: number): Transition {
  const spoke = state.spokenResponseId === responseId
  return beginClosing(state, 'agent_ended', spoke ? 'said' : 'owed', now)
}
