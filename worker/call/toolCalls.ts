import { beginClosing } from './phase.ts'
import { tellEngine } from './engineLeg.ts'
import type { Directive, ToolCall } from './events.ts'
import { handOff } from './handOff.ts'
import { LIMITS } from './limits.ts'
import { keepPromise } from './promiseKeeping.ts'
import { instructionsIn } from './prompts/index.ts'
import {
  answerTool,
  goOnRequest,
  isRepeated,
  isStillMade,
  type PendingTool,
  replaceTool,
  toolCalled,
  want,
} from './responses.ts'
import { isCut } from './speech.ts'
import { become, type CallState, inOrder, note, type Transition, write } from './state.ts'
import { beginTransfer } from './transfer/begin.ts'

/** The model calls a tool: it is written down before it runs, and runs once. */
export function callTool(state: CallState, call: ToolCall, now: number): Transition {
  if (state.responses.knownTools.includes(call.toolCallId)) return [state, []]
  const { toolCallId, name, args, responseId } = call
  const { toolNotDone, toolRepeated, toolTookTooLong } = instructionsIn(state.rules.locale)
  // The caller talked over that answer: they have the floor.
  if (isCut(state, responseId, now)) return refuseTool(state, call, toolNotDone, now)
  if (isRepeated(state.responses, call)) {
    return inOrder(
      { ...state, responses: { ...state.responses, toolResponseId: responseId } },
      (s) => refuseTool(s, call, toolRepeated, now),
      goOnUnchanged,
    )
  }
  const { timeoutMs = LIMITS.tool, filler = '' } = state.rules.tools[name] ?? {}
  const kept = keepPromise(state, name)
  const responses = toolCalled(state.responses, {
    toolCallId,
    responseId,
    name,
    args,
    calledAt: now,
    deadline: now + timeoutMs + LIMITS.toolGrace,
    lateOutput: toolTookTooLong,
    bridged: filler === null,
    runsAgain: false,
  })
  return inOrder(
    { ...kept, responses },
    (s) => write(s, { kind: 'tool_called', at: now, toolCallId, name, args, ...byWhom(s) }),
    (s) => become(s, { type: 'tool.run', toolCallId, name, args }),
  )
}

/** Nobody asked for it but the model, unless it was made to keep its word. */
function byWhom({ responses: { active } }: CallState): { asked?: 'promise' } {
  const isForced = active.kind === 'running' && active.request?.kind === 'do'
  return isForced ? { asked: 'promise' } : {}
}

/** It does not run, and the model is told why. */
function refuseTool(state: CallState, call: ToolCall, output: string, now: number): Transition {
  const { toolCallId, name, args } = call
  const { responses } = state
  return inOrder(
    { ...state, responses: { ...responses, knownTools: [...responses.knownTools, toolCallId] } },
    (s) => tellEngine(s, { type: 'engine.answer_tool', toolCallId, output }),
    (s) =>
      write(
        s,
        { kind: 'tool_called', at: now, toolCallId, name, args },
        { kind: 'tool_answered', at: now, toolCallId, output },
      ),
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
  // Nobody takes over from who is still speaking: the rest of that answer would never be made.
  if (directive?.do === 'hand_off' && mayStillSpeak(state, answered.tool, now)) {
    return become(keepResult(state, answered.tool, { output, directive }))
  }
  const collecting = state.collecting?.toolCallId === toolCallId ? null : state.collecting
  return inOrder(
    { ...state, responses: answered.responses, collecting },
    // Told first: an engine that is opened later learns it from what is written.
    (s) => tellEngine(s, { type: 'engine.answer_tool', toolCallId, output }),
    (s) => write(s, { kind: 'tool_answered', at: now, toolCallId, output }),
    (s) => goOnWith(s, directive, answered.tool, now),
  )
}

function mayStillSpeak(state: CallState, tool: PendingTool, now: number): boolean {
  if (state.traits.continuous || now >= tool.deadline) return false
  return isStillMade(state.responses, tool) && !isCut(state, tool.responseId, now)
}

function keepResult(
  state: CallState,
  tool: PendingTool,
  settled: NonNullable<PendingTool['settled']>,
): CallState {
  return { ...state, responses: replaceTool(state.responses, tool, { ...tool, settled }) }
}

/** The answer that called for it is made: what waited for that is done. */
export function settleWaiting(state: CallState, now: number): Transition {
  const { pendingTools } = state.responses
  // Asked after every event, and mostly no tool runs.
  if (pendingTools.length === 0) return [state, []]
  const tool = pendingTools.find((one) => one.settled && !mayStillSpeak(state, one, now))
  if (!tool?.settled) return [state, []]
  return toolSettled(state, { toolCallId: tool.toolCallId, ...tool.settled }, now)
}

/** The tool did not settle by its deadline, or a restart lost it. */
export function toolDue(state: CallState, tool: PendingTool, now: number): Transition {
  const { toolCallId, lateOutput: output } = tool
  if (tool.settled) return settleWaiting(state, now)
  if (tool.runsAgain) return runAgain(state, tool, now)
  return inOrder(
    state,
    (s) => become(s, { type: 'tool.stop', toolCallId }),
    (s) => toolSettled(s, { toolCallId, output, directive: null }, now),
  )
}

function runAgain(state: CallState, tool: PendingTool, now: number): Transition {
  const { toolCallId, name, args } = tool
  const { timeoutMs = LIMITS.tool } = state.rules.tools[name] ?? {}
  const deadline = now + timeoutMs + LIMITS.toolGrace
  const running = { ...tool, calledAt: now, deadline, runsAgain: false }
  return become(
    { ...state, responses: replaceTool(state.responses, tool, running) },
    { type: 'tool.run', toolCallId, name, args },
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

/** What a tool wants of an answer that the caller talked over is not done: they have the floor. */
function goOnWith(
  state: CallState,
  directive: Directive | null,
  { responseId }: PendingTool,
  now: number,
): Transition {
  if (!directive) return goOn(state)
  return isCut(state, responseId, now) ? become(state) : follow(state, directive, responseId, now)
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
    case 'send_digits':
      return goOn({ ...state, tones: [...state.tones, ...directive.digits] })
    case 'hand_off':
      return handOff(state, directive.to, now)
    case 'transfer': {
      const { to, summary } = directive
      // What its destinations cost was confirmed when the agent was saved.
      const asked = { to, summary, askedBy: 'agent', confirmed: true } as const
      return inOrder(state, (s) => beginTransfer(s, asked, now), goOn)
    }
  }
}

/** The answer that called nothing new is still running: it counts as one that was nothing but calls. */
function goOnUnchanged(state: CallState): Transition {
  const { wordless } = state.responses
  const request = goOnRequest({ ...state.responses, wordless: wordless + 1 })
  return become({ ...state, responses: want(state.responses, request) })
}

/** One answer serves all the tools of a response. */
function goOn(state: CallState): Transition {
  if (state.responses.pendingTools.length > 0) return [state, []]
  return become({ ...state, responses: want(state.responses, goOnRequest(state.responses)) })
}
