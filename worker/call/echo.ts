import { become, type CallState, type Transition, withSpeech } from './state.ts'
import { callerSounds } from './overlap.ts'

/**
 * A turn of the caller's that is none: their phone returned the agent's voice, and the engine took it for
 * speech. It stops nobody, is no sign of life, and is not answered.
 *
 * An engine that answers or falls silent by itself has done so already when it tells of the turn, so what
 * it heard stays the caller's. One that cannot delete an item keeps the agent's own words among the
 * caller's, and is not asked to answer them either.
 */
export function isEchoOf({ traits, speech }: CallState, event: { echo?: true }): boolean {
  const actsAlone = traits.answersItself || traits.stopsItself
  return event.echo === true && !actsAlone && !speech.callerSpeaking
}

/** Whether this turn was taken for an echo. */
export function isEcho({ speech: { echo } }: CallState, itemId: string): boolean {
  return echo?.itemId === itemId
}

/** The agent hears itself, and goes on. */
export function echoBegins(state: CallState, itemId: string): Transition {
  const echo = { itemId, isOver: false }
  return become(withSpeech(state, { echo }), { type: 'carrier.fill_pauses', fill: true })
}

export function echoEnds(state: CallState, itemId: string): Transition {
  const echo = { itemId, isOver: true }
  return become(withSpeech(state, { echo }), { type: 'carrier.fill_pauses', fill: false })
}

/** The caller is heard over the echo: the turn is theirs after all, from here on. */
export function callerHeardOverEcho(state: CallState, now: number): Transition {
  const { echo } = state.speech
  if (!echo || echo.isOver) return [state, []]
  return callerSounds(state, echo.itemId, now)
}

/** The echo became an item of the conversation: the model is not to remember it as the caller's words. */
export function echoCommitted(state: CallState, itemId: string): Transition {
  const over = withSpeech(state, { echo: null })
  return state.traits.deletes ? become(over, { type: 'engine.delete', itemId }) : become(over)
}
