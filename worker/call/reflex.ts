import { isEchoOf } from './echo.ts'
import type { CallEvent } from './events.ts'
import { isHeldThrough } from './overlap.ts'
import { isPlaying } from './playout.ts'
import { mayInterrupt } from './speech.ts'
import type { CallState } from './state.ts'

/**
 * Whether the agent falls silent at once, as the caller speaks. `transition` says so, too; it is known here
 * without all that follows from it, as the agent is heard until then.
 */
export function silencesAgent(state: CallState, event: CallEvent): boolean {
  if (event.type !== 'engine.speech_started') return false
  const { phase, traits, speech } = state
  if (phase.name === 'ended' || phase.name === 'parting' || traits.audio === 'direct') return false
  if (!isPlaying(speech.playout) || isEchoOf(state, event)) return false
  return mayInterrupt(state) && !isHeldThrough(state)
}
