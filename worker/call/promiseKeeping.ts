import { breakPromise } from './brokenPromise.ts'
import type { ResponseDone, ResponseRequest } from './events.ts'
import { LIMITS } from './limits.ts'
import { promisedIn } from './promises/index.ts'
import { wantFirst } from './responses.ts'
import { isCut } from './speech.ts'
import { become, type CallState, type Transition } from './state.ts'

/** An answer is over: it has promised something, or it was to keep what one before it has promised. */
export function weighPromise(
  state: CallState,
  { responseId, status }: ResponseDone,
  request: ResponseRequest | null,
  words: string,
  now: number,
): Transition {
  if (!state.rules.keepsPromises) return [state, []]
  if (state.promised?.stage === 'asked') {
    const isStillAsked = state.responses.wanted.some(({ kind }) => kind === 'do')
    return isStillAsked ? [state, []] : breakPromise(state, now)
  }
  const isOwn = status === 'completed' && !isCut(state, responseId, now) && isFree(request)
  if (!isOwn || state.phase.name !== 'talking') return [state, []]
  const { rules, responses } = state
  const made = promisedIn(words, rules.locale, Object.keys(rules.tools))
  if (!made || responses.toolResponseId === responseId || wasDone(state, made)) return [state, []]
  return become({ ...state, promised: { tool: made.tool, at: now, stage: 'made' } })
}

/** Whether the words of this answer are the model's own. */
function isFree(request: ResponseRequest | null): boolean {
  return request?.kind !== 'verbatim' && request?.kind !== 'do'
}

/** What was sent or booked stays so; a call is put through, or ends, anew each time. */
function wasDone(
  { responses, turns, transfer }: CallState,
  { kind, tool }: { kind: string; tool: string },
): boolean {
  if (kind === 'transfer' && transfer !== null) return true
  if (responses.pendingTools.some(({ name }) => name === tool)) return true
  const lasts = kind === 'send_sms' || kind === 'book'
  return (
    lasts && turns.history.some(({ item }) => item.kind === 'tool_called' && item.name === tool)
  )
}

/** The agent calls this tool: what it has promised is done. */
export function keepPromise(state: CallState, tool: string): CallState {
  return state.promised?.tool === tool ? { ...state, promised: null } : state
}

/** When the agent is made to do what it has said, if it is as silent then; `Infinity`: it is not. */
export function promiseDue({ promised, phase, engine, responses, speech }: CallState): number {
  if (promised?.stage !== 'made' || phase.name !== 'talking') return Infinity
  const isBusy = responses.active.kind !== 'none' || responses.wanted.length > 0
  if (isBusy || speech.callerSpeaking || engine.stage.name !== 'ready') return Infinity
  return promised.at + LIMITS.promise
}

export function demandPromise(state: CallState): Transition {
  const { promised, responses } = state
  if (!promised) return [state, []]
  const request = { kind: 'do', tool: promised.tool } as const
  return become({
    ...state,
    promised: { ...promised, stage: 'asked' },
    responses: wantFirst(responses, request),
  })
}
