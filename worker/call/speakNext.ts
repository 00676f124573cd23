import type { CallEffect } from './events.ts'
import { takeNext } from './responses.ts'
import { become, type CallState, type Transition } from './state.ts'
import { isForeign } from './transcript.ts'

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
  return become(
    { ...state, responses: next.responses },
    { type: 'engine.respond', request: next.request },
  )
}

/** An engine that never pauses has no responses to wait for. */
function askAll(state: CallState): Transition {
  const effects = state.responses.wanted.map((request): CallEffect => ({
    type: 'engine.respond',
    request,
  }))
  return become({ ...state, responses: { ...state.responses, wanted: [] } }, ...effects)
}
