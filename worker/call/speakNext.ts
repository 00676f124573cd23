import type { CallEffect, EffectOf, ResponseRequest } from './events.ts'
import { takeNext } from './responses.ts'
import { type Script, type ScriptSoFar, soFar } from './script.ts'
import { become, type CallState, type Transition } from './state.ts'
import { findDraft, isForeign } from './transcript.ts'
import { asHeard } from './turns.ts'

/**
 * What waits to be said is asked for when the engine listens, the caller is not speaking, it is known
 * whether they were, and what an engine that is gone had said is heard to its end.
 */
export function speakNext(state: CallState, now: number): Transition {
  const { phase, engine, speech, turns, responses } = state
  if (responses.wanted.length === 0 || phase.name === 'ended') return [state, []]
  if (engine.stage.name !== 'ready' || speech.callerSpeaking) return [state, []]
  if (speech.weighing.overlaps.length > 0) return [state, []]
  if (turns.drafts.some((draft) => isForeign(state, draft))) return [state, []]
  if (state.traits.continuous) return askAll(state)
  const next = takeNext(responses, now)
  if (!next) return [state, []]
  return become({ ...state, responses: next.responses }, asking(state, next.request))
}

type Respond = Extract<EffectOf<'engine'>, { type: 'engine.respond' }>

function asking(state: CallState, request: ResponseRequest): Respond {
  const { latest, script } = state.turns
  return {
    type: 'engine.respond',
    request,
    ...(latest === null ? {} : { turn: latest }),
    ...(script === null ? {} : { script: heardOf(state, script) }),
  }
}

function heardOf(state: CallState, script: Script): ScriptSoFar {
  const { history, pace } = state.turns
  const draft = findDraft(state, script.itemId)
  return soFar(script, history, draft ? asHeard(draft, pace).heardText : null)
}

/** An engine that never pauses has no responses to wait for. */
function askAll(state: CallState): Transition {
  const effects = state.responses.wanted.map((request): CallEffect => asking(state, request))
  return become({ ...state, responses: { ...state.responses, wanted: [] } }, ...effects)
}
