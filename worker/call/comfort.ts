import { COMFORT_TONE_MS, comfortTone } from './comfortTone.ts'
import { isPlaying } from './playout.ts'
import { isWaitedFor } from './transfer/attempt.ts'
import { become, type CallState, type Transition, withSpeech } from './state.ts'

/** Keeps since when the caller has been waiting in silence, for something that is owed to them or a person. */
export function watchTheWait(state: CallState, now: number): Transition {
  const { waitingSince } = state.speech
  const waits = isWaited(state)
  if (waits === (waitingSince !== null)) return [state, []]
  return become(withSpeech(state, { waitingSince: waits ? since(state, now) : null }))
}

function isWaited(state: CallState): boolean {
  const { phase, line, speech, responses, traits } = state
  // Asked after every event: nothing is made for it.
  if ((line.name !== 'open' && line.name !== 'direct') || traits.continuous) return false
  if (phase.name !== 'talking' && phase.name !== 'closing') return false
  if (speech.callerSpeaking || speech.held.length > 0 || isPlaying(speech.playout)) return false
  if (speech.aloud !== null) return false
  if (isWaitedFor(state.transfer)) return line.name === 'open'
  // It is the agent who waits, for keys.
  if (state.collecting) return false
  return (
    responses.wanted.length > 0 ||
    responses.active.kind !== 'none' ||
    responses.pendingTools.length > 0
  )
}

/** That the last sound has been played may be known much later than it was. */
function since({ transfer, speech }: CallState, now: number): number {
  if (!isWaitedFor(transfer)) return now
  return Math.min(now, Math.max(speech.lastVoiceAt, transfer.askedAt))
}

/** The caller has waited long enough: a soft tone says that the line lives. */
export function comfort(state: CallState, now: number): Transition {
  return become(withSpeech(state, { comfortUntil: now + COMFORT_TONE_MS }), {
    type: 'carrier.play',
    payload: comfortTone(),
    mark: null,
  })
}
