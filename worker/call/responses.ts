import type { Directive, ResponseRequest } from './events.ts'
import { LIMITS } from './limits.ts'

/**
 * Who may speak now. An engine can run one response at a time, and some it begins by itself, so what
 * the call wants said waits in line until nothing else is running. Every tool call is answered once.
 */
export interface Responses {
  active: ActiveResponse
  /** What the last response that began was asked for; `null`: the engine began it by itself. */
  latest: { responseId: string; request: ResponseRequest | null } | null
  wanted: readonly ResponseRequest[]
  pendingTools: readonly PendingTool[]
  /** Every tool call ever seen: a repeated event must not run a tool twice. */
  knownTools: readonly string[]
  /** The last response that called one. */
  toolResponseId: string | null
  /** How often in a row the agent was asked in vain: refused, failed, or answered without a sound. */
  fruitless: number
  /** Before then nothing is asked for, epoch ms. */
  notBefore: number
  /** Answers in a row that were nothing but calls of tools, since the caller last spoke. */
  wordless: number
  /** What was called since the caller last spoke: name and arguments. */
  calls: readonly string[]
  /** How often the agent has bridged a wait. */
  fillers: number
}

export type ActiveResponse =
  | { kind: 'none' }
  /** We asked, and the engine has not begun. */
  | { kind: 'asked'; since: number; request: ResponseRequest }
  /** The engine is about to begin one by itself, or runs one that we know nothing of. */
  | { kind: 'own'; since: number }
  /** `request`: what it was asked for; `null`: the engine began it by itself. */
  | { kind: 'running'; responseId: string; since: number; request: ResponseRequest | null }

export interface PendingTool {
  toolCallId: string
  responseId: string
  name: string
  args: string
  calledAt: number
  deadline: number
  /** What the model is told when it did not settle by then. */
  lateOutput: string
  /** The caller was asked to wait for it, or need not be. */
  bridged: boolean
  /** At its deadline it is run again, as a restart lost it. */
  runsAgain: boolean
  /** It has its result, which waits until the answer that called it is made. */
  settled?: { output: string; directive: Directive }
}

export const IDLE: Responses = {
  active: { kind: 'none' },
  latest: null,
  wanted: [],
  pendingTools: [],
  knownTools: [],
  toolResponseId: null,
  fruitless: 0,
  notBefore: 0,
  wordless: 0,
  calls: [],
  fillers: 0,
}

/** Puts a request in line; asking twice to go on is asking once. Who has something to say does not wait. */
export function want(responses: Responses, request: ResponseRequest): Responses {
  const others = responses.wanted.filter((waiting) => !isFiller(waiting))
  const already = goesOn(request) && others.some((waiting) => goesOn(waiting))
  return already ? responses : { ...responses, wanted: [...others, request] }
}

/** Whether it only bridges a wait. */
export function isFiller(request: ResponseRequest | null): boolean {
  return request?.kind === 'verbatim' && request.filler === true
}

/** Whether no other answer makes up for it. */
function isOrdered(request: ResponseRequest): boolean {
  return request.kind === 'verbatim' && request.ordered === true
}

/** Puts what was asked for in vain before all others, unless it is worth nothing any more. */
function owe(responses: Responses, request: ResponseRequest): Responses {
  return isFiller(request) ? responses : wantFirst(responses, request)
}

function goesOn({ kind }: ResponseRequest): boolean {
  return kind === 'continue' || kind === 'speak'
}

/** Puts a request before all others. */
export function wantFirst(responses: Responses, request: ResponseRequest): Responses {
  const others = responses.wanted.filter((waiting) => !goesOn(waiting) || !goesOn(request))
  return { ...responses, wanted: [request, ...others] }
}

/** Takes the first request in line, if nothing is running; `null`: there is nothing to ask for. */
export function takeNext(
  responses: Responses,
  now: number,
): { responses: Responses; request: ResponseRequest } | null {
  const [request, ...wanted] = responses.wanted
  if (responses.active.kind !== 'none' || !request || now < responses.notBefore) return null
  return {
    responses: { ...responses, active: { kind: 'asked', since: now, request }, wanted },
    request,
  }
}

/**
 * The caller's turn was committed and the engine answers it by itself. That answer sees every item
 * of the conversation, so it also serves whatever was waiting in line.
 */
export function expectOwn(responses: Responses, now: number): Responses {
  const active: ActiveResponse =
    responses.active.kind === 'none' ? { kind: 'own', since: now } : responses.active
  return { ...responses, active, wanted: responses.wanted.filter(isOrdered) }
}

export function started(responses: Responses, responseId: string, now: number): Responses {
  const { active } = responses
  const request = active.kind === 'asked' ? active.request : null
  return {
    ...responses,
    active: { kind: 'running', responseId, since: now, request },
    latest: { responseId, request },
  }
}

/** A sign of life of the running response. */
export function progressed(responses: Responses, responseId: string, now: number): Responses {
  const { active } = responses
  if (active.kind !== 'running' || active.responseId !== responseId) return responses
  return { ...responses, active: { ...active, since: now } }
}

/** Whether another response than this one runs: what this one comes to then says nothing of what is owed. */
export function anotherRuns({ active }: Responses, responseId: string): boolean {
  return active.kind === 'running' && active.responseId !== responseId
}

export function done(responses: Responses, responseId: string): Responses {
  if (anotherRuns(responses, responseId) || responses.active.kind === 'none') return responses
  return { ...responses, active: { kind: 'none' } }
}

/**
 * Our request met a response that was already running: wait for that one and ask again. The engine
 * tells of that response first, so it usually runs here too by now, and was taken for the one asked for.
 */
export function refusedAsBusy(responses: Responses, now: number): Responses {
  const { active } = responses
  if (active.kind !== 'asked' && active.kind !== 'running') return responses
  if (!active.request) return responses
  const busy: ActiveResponse =
    active.kind === 'asked' ? { kind: 'own', since: now } : { ...active, request: null }
  return owe({ ...responses, active: busy }, active.request)
}

/** Our request was refused: nothing runs, and it is still owed. */
export function refusedAsBad(responses: Responses): Responses {
  const { active } = responses
  if (active.kind !== 'asked') return responses
  return owe({ ...responses, active: { kind: 'none' } }, active.request)
}

/** How often something is asked for in vain before the engine is given up. */
const FRUITLESS_ALLOWED = LIMITS.askAgain.length

/** It was in vain: the next try waits; `null` when there have been enough. */
export function inVain(
  responses: Responses,
  retryAfterMs: number | null,
  now: number,
): Responses | null {
  const { fruitless } = responses
  if (fruitless >= FRUITLESS_ALLOWED) return null
  const waitMs = retryAfterMs ?? LIMITS.askAgain[fruitless] ?? 0
  return { ...responses, fruitless: fruitless + 1, notBefore: now + waitMs }
}

/** After so many answers of tools alone the agent is made to speak, */
const WORDLESS_ALLOWED = 5
/** and given up when that does not help. */
const WORDLESS_LIMIT = 8

/** An answer was nothing but calls of tools; `null` when there have been too many. */
export function wordless(responses: Responses): Responses | null {
  const count = responses.wordless + 1
  return count > WORDLESS_LIMIT ? null : { ...responses, wordless: count }
}

/** How to go on after a tool. */
export function goOnRequest(responses: Responses): ResponseRequest {
  return { kind: responses.wordless >= WORDLESS_ALLOWED ? 'speak' : 'continue' }
}

/** The agent was heard to speak: whatever was in vain before is forgotten. */
export function fruitful(responses: Responses): Responses {
  const { fruitless, wordless: count } = responses
  if (fruitless === 0 && count === 0) return responses
  return { ...responses, fruitless: 0, wordless: 0 }
}

/**
 * The engine is gone, and with it what it was doing. `rest`: the caller has heard the beginning of the
 * running response, so this is owed in its place.
 */
export function interruptedByLoss(responses: Responses, rest: ResponseRequest | null): Responses {
  const idle: Responses = { ...responses, active: { kind: 'none' } }
  const { active } = responses
  switch (active.kind) {
    case 'none':
      return idle
    case 'asked':
      return owe(idle, active.request)
    case 'own':
      return wantFirst(idle, { kind: 'continue' })
    case 'running':
      if (isFiller(active.request)) return idle
      return wantFirst(idle, rest ?? active.request ?? { kind: 'continue' })
  }
}

export function toolCalled(responses: Responses, tool: PendingTool): Responses {
  return {
    ...responses,
    pendingTools: [...responses.pendingTools, tool],
    knownTools: [...responses.knownTools, tool.toolCallId],
    toolResponseId: tool.responseId,
    calls: [...responses.calls, callKey(tool)],
  }
}

function callKey({ name, args }: { name: string; args: string }): string {
  return `${name} ${args}`
}

/** So often the same may be called before the caller has spoken again. */
const SAME_ALLOWED = 2

/** Whether the model has called this often enough: it would learn nothing new. */
export function isRepeated({ calls }: Responses, call: { name: string; args: string }): boolean {
  const key = callKey(call)
  return calls.filter((other) => other === key).length >= SAME_ALLOWED
}

/** The caller has spoken: whatever they asked for may be looked up once more. */
export function callerSpoke(responses: Responses): Responses {
  const { wordless: count, calls } = responses
  return count === 0 && calls.length === 0 ? responses : { ...responses, wordless: 0, calls: [] }
}

export function replaceTool(responses: Responses, tool: PendingTool, by: PendingTool): Responses {
  const pendingTools = responses.pendingTools.map((one) => (one === tool ? by : one))
  return { ...responses, pendingTools }
}

/** Whether the answer that called the tool is still being made. */
export function isStillMade({ active }: Responses, { responseId }: PendingTool): boolean {
  return active.kind === 'running' && active.responseId === responseId
}

/** Takes a tool call off the list; `null` when it is not waiting for an answer (any more). */
export function answerTool(
  responses: Responses,
  toolCallId: string,
): { responses: Responses; tool: PendingTool } | null {
  const tool = responses.pendingTools.find((pending) => pending.toolCallId === toolCallId)
  if (!tool) return null
  const pendingTools = responses.pendingTools.filter((other) => other !== tool)
  return { responses: { ...responses, pendingTools }, tool }
}
