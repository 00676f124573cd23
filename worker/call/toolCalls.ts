import { beginClosing } from './phase.ts'
import { tellEngine } from './engineLeg.ts'
import type { Directive, ToolCall } from './events.ts'
import { LIMITS } from './limits.ts'
import { answerTool, type PendingTool, toolCalled, want } from './responses.ts'
import { become, type CallState, inOrder, note, type Transition, write } from './state.ts'

/** The model calls a tool: it is written down before it runs, and runs once. */
export function callTool(state: CallState, call: ToolCall, now: number): Transition {
  if (state.responses.knownTools.includes(call.toolCallId)) return [state, []]
  const { toolCallId, name, args } = call
  const timeoutMs = state.rules.toolTimeoutsMs[name] ?? LIMITS.tool
  const responses = toolCalled(state.responses, call, now + timeoutMs + LIMITS.toolGrace)
  return inOrder(
    { ...state, responses },
    (s) => write(s, { kind: 'tool_called', at: now, toolCallId, name, args }),
    (s) => become(s, { type: 'tool.run', toolCallId, name, args }),
  )
}

interface Settled {
  toolCallId: string
  output: string
  directive: Directive | null
}

/** A tool has its result, an error, or took too long: the model is told once, and goes on. */
export function toolSettled(state: CallState, settled: Settled, now: number): Transition {
  const { toolCallId, output, directive } = settled
  const answered = answerTool(state.responses, toolCallId)
  if (!answered) return [state, []]
  return inOrder(
    { ...state, responses: answered.responses },
    // Told first: an engine that is opened later learns it from what is written.
    (s) => tellEngine(s, { type: 'engine.answer_tool', toolCallId, output }),
    (s) => write(s, { kind: 'tool_answered', at: now, toolCallId, output }),
    (s) => (directive ? follow(s, directive, answered.tool.responseId, now) : goOn(s)),
  )
}

/** The tool did not settle by its deadline. */
export function toolGivenUp(
  state: CallState,
  { toolCallId, lateOutput: output }: PendingTool,
  now: number,
): Transition {
  return inOrder(
    state,
    (s) => become(s, { type: 'tool.stop', toolCallId }),
    (s) => toolSettled(s, { toolCallId, output, directive: null }, now),
  )
}

export function toolProgressed(
  state: CallState,
  event: { toolCallId: string; text: string },
  now: number,
): Transition {
  const waits = state.responses.pendingTools.some(
    ({ toolCallId }) => toolCallId === event.toolCallId,
  )
  return waits ? note(state, 'note', event.text, now) : [state, []]
}

function follow(
  state: CallState,
  directive: Directive,
  responseId: string,
  now: number,
): Transition {
  switch (directive.do) {
    case 'end': {
      // A goodbye said in the same breath as the tool call needs no second one.
      const spoke = state.speech.spokenResponseId === responseId
      return beginClosing(state, 'agent_ended', spoke ? 'said' : 'owed', now)
    }
  }
}

/** One answer serves all the tools of a response. */
function goOn(state: CallState): Transition {
  if (state.responses.pendingTools.length > 0) return [state, []]
  return become({ ...state, responses: want(state.responses, { kind: 'continue' }) })
}
