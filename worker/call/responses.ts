import type { CallEffect, ResponseRequest } from './events.ts'
import { LIMITS } from './limits.ts'

/**
 * Who may speak now. The model can run one response at a time, and some it begins by itself, so what
 * the call wants said waits in line until nothing else is running. Every tool call is answered once.
 */
export interface Responses {
  active: ActiveResponse
  wanted: readonly ResponseRequest[]
  /** The last request that was sent: it comes back when it is refused. */
  lastAsked: ResponseRequest | null
  pendingTools: readonly PendingTool[]
  /** Every tool call ever seen: a repeated event must not run a tool twice. */
  knownTools: readonly string[]
}

export type ActiveResponse =
  | { kind: 'none' }
  /** We asked, and the engine has not begun. */
  | { kind: 'asked'; since: number }
  /** The engine is about to begin one by itself, or runs one that we know nothing of. */
  | { kind: 'own'; since: number }
  | { kind: 'running'; responseId: string; since: number }

export interface PendingTool {
  toolCallId: string
  responseId: string
  deadline: number
}

export const IDLE: Responses = {
  active: { kind: 'none' },
  wanted: [],
  lastAsked: null,
  pendingTools: [],
  knownTools: [],
}

/** Puts a request in line; asking twice to go on is asking once. */
export function want(responses: Responses, request: ResponseRequest): Responses {
  const already =
    request.kind === 'continue' && responses.wanted.some(({ kind }) => kind === 'continue')
  return already ? responses : { ...responses, wanted: [...responses.wanted, request] }
}

/** Sends the first request in line, if nothing is running. */
export function askNext(responses: Responses, now: number): [Responses, CallEffect[]] {
  const request = responses.wanted[0]
  if (responses.active.kind !== 'none' || !request) return [responses, []]
  const wanted = responses.wanted.slice(1)
  const active: ActiveResponse = { kind: 'asked', since: now }
  return [
    { ...responses, active, wanted, lastAsked: request },
    [{ type: 'engine.respond', request }],
  ]
}

/**
 * The caller's turn was committed and the engine answers it by itself. That answer sees every item
 * of the conversation, so it also serves whatever was waiting in line.
 */
export function expectOwn(responses: Responses, now: number): Responses {
  const active: ActiveResponse =
    responses.active.kind === 'none' ? { kind: 'own', since: now } : responses.active
  return { ...responses, active, wanted: [] }
}

export function started(responses: Responses, responseId: string, now: number): Responses {
  return { ...responses, active: { kind: 'running', responseId, since: now } }
}

/** A sign of life of the running response. */
export function progressed(responses: Responses, responseId: string, now: number): Responses {
  return isRunning(responses, responseId) ? started(responses, responseId, now) : responses
}

export function done(responses: Responses, responseId: string): Responses {
  const { active } = responses
  const anotherRuns = active.kind === 'running' && active.responseId !== responseId
  if (anotherRuns || active.kind === 'none') return responses
  return { ...responses, active: { kind: 'none' } }
}

/**
 * Our request met a response that was already running: wait for that one and ask again. The engine
 * tells of that response first, so it usually runs here too by now.
 */
export function refusedAsBusy(responses: Responses, now: number): Responses {
  const { active, lastAsked } = responses
  if (!lastAsked) return responses
  const busy: ActiveResponse = active.kind === 'asked' ? { kind: 'own', since: now } : active
  return {
    ...responses,
    active: busy,
    wanted: [lastAsked, ...responses.wanted],
    lastAsked: null,
  }
}

/** Our request was wrong: nothing runs, and asking again would not help. */
export function refusedAsBad(responses: Responses): Responses {
  return responses.active.kind === 'asked' ? { ...responses, active: { kind: 'none' } } : responses
}

export function isRunning(responses: Responses, responseId: string): boolean {
  return responses.active.kind === 'running' && responses.active.responseId === responseId
}

export function toolCalled(
  responses: Responses,
  call: { toolCallId: string; responseId: string },
  now: number,
): Responses {
  const pending = { ...call, deadline: now + LIMITS.tool }
  return {
    ...responses,
    pendingTools: [...responses.pendingTools, pending],
    knownTools: [...responses.knownTools, call.toolCallId],
  }
}

/** Answers a tool call; `null` when it is not waiting for an answer (any more). */
export function answerTool(
  responses: Responses,
  toolCallId: string,
  output: string,
): { responses: Responses; tool: PendingTool; effects: CallEffect[] } | null {
  const tool = responses.pendingTools.find((pending) => pending.toolCallId === toolCallId)
  if (!tool) return null
  return {
    responses: { ...responses, pendingTools: responses.pendingTools.filter((t) => t !== tool) },
    tool,
    effects: [{ type: 'engine.answer_tool', toolCallId, output }],
  }
}
