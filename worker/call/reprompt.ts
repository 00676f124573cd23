import type { ResponseRequest } from './events.ts'
import { beginClosing } from './phase.ts'
import { instructionsIn } from './prompts/index.ts'
import { want } from './responses.ts'
import { type CallRules, type CallState, type Transition, withSpeech, write } from './state.ts'

/** Since when nobody has said anything, but for the agent asking whether the caller is still there. */
export function quietSince({ speech }: CallState): number {
  return speech.reprompts.quietSince ?? speech.lastVoiceAt
}

/**
 * When the agent asks whether the caller is still there, or has asked often enough, if it stays as quiet as
 * it is; `Infinity`: it does not, or something else is to come first.
 */
export function repromptDue({ rules, line, engine, responses, ...state }: CallState): number {
  const { times, afterSec } = rules.reprompt
  const { lastVoiceAt, reprompts, weighing } = state.speech
  const isReached = engine.stage.name === 'ready' && ['open', 'direct'].includes(line.name)
  const isOwed = responses.wanted.length > 0 || weighing.overlaps.length > 0
  if (times === 0 || !isReached || isOwed || state.keypad || state.farewell) return Infinity
  return Math.max(lastVoiceAt, reprompts.lastAt) + afterSec * 1000
}

/** The agent asks whether the caller is still there; when it has asked often enough, it says goodbye. */
export function reprompt(state: CallState, now: number): Transition {
  const { reprompts } = state.speech
  if (reprompts.count >= state.rules.reprompt.times) {
    return beginClosing(state, 'silence', 'owed', now)
  }
  const asked = withSpeech(state, {
    reprompts: {
      ...reprompts,
      count: reprompts.count + 1,
      quietSince: quietSince(state),
      lastAt: now,
    },
  })
  return write(
    { ...asked, responses: want(state.responses, requestIn(state.rules)) },
    { kind: 'reprompted', at: now },
  )
}

function requestIn({ locale }: CallRules): ResponseRequest {
  return { kind: 'instructed', instructions: instructionsIn(locale).stillThere }
}

/** Whether this is the agent asking whether the caller is still there. */
export function isReprompt(rules: CallRules, request: ResponseRequest | null): boolean {
  const { stillThere } = instructionsIn(rules.locale)
  return request?.kind === 'instructed' && request.instructions === stillThere
}
