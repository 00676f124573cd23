import { comfort } from '../comfort.ts'
import { LIMITS } from '../limits.ts'
import { echoDue, endsAt, isPlaying } from '../playout.ts'
import { endSpeech } from '../speech.ts'
import { become, type CallState, type Transition, withSpeech } from '../state.ts'
import { isWaitedFor } from './attempt.ts'
import { MUSIC_PIECE_MS, musicPiece } from './music.ts'

/**
 * While a person is called, the caller hears something: the agent, music in the pauses, or a soft tone.
 * It is no speech of the agent's: no mark follows it, and it gives way to whoever speaks.
 */

/** The next piece is sent so long before the one that plays ends, so that nothing is heard of the seam. */
const AHEAD_MS = 250

/** When the next sound is due; `Infinity`: somebody is heard, or the line is not ours to play on. */
export function holdDue(state: CallState): number {
  const { transfer, speech, responses } = state
  if (!isWaitedFor(transfer) || !isOurs(state) || isPlaying(speech.playout)) return Infinity
  const { lastVoiceAt, comfortUntil } = speech
  const hasMusic = transfer.to.hold === 'music'
  if (comfortUntil > 0) return comfortUntil - (hasMusic ? AHEAD_MS : 0)
  const isAwaited = responses.active.kind !== 'none' || responses.wanted.length > 0
  const patience = hasMusic && !isAwaited ? LIMITS.music : LIMITS.musicBeforeAnswer
  return Math.max(lastVoiceAt, transfer.askedAt) + patience
}

function isOurs({ line, traits, speech, tones }: CallState): boolean {
  if (line.name !== 'open' || traits.continuous || tones.length > 0) return false
  return !speech.callerSpeaking && speech.held.length === 0
}

/** The caller waits in silence. */
export function hold(state: CallState, now: number): Transition {
  if (state.transfer?.to.hold !== 'music') return comfort(state, now)
  const { comfortUntil, music } = state.speech
  const until = Math.max(now, comfortUntil) + MUSIC_PIECE_MS
  const payload = musicPiece(music)
  return become(withSpeech(state, { comfortUntil: until, music: music + 1 }), {
    type: 'carrier.play',
    payload,
    mark: null,
  })
}

/**
 * When what the agent has said so far must have been heard, though more of it is awaited: only a mark
 * proves that the line is silent. `Infinity`: one is on its way, or nobody waits for a person.
 */
export function dryDue(state: CallState): number {
  const { transfer, speech } = state
  if (!isWaitedFor(transfer) || !isOurs(state) || !isPlaying(speech.playout)) return Infinity
  return echoDue(speech.playout) ? Infinity : endsAt(speech.playout)
}

export const markDry = endSpeech

/** The caller speaks: the music stops for them. */
export function hush(state: CallState, now: number): Transition {
  const { callerSpeaking, comfortUntil } = state.speech
  if (!callerSpeaking || comfortUntil === 0 || !isWaitedFor(state.transfer)) return [state, []]
  const quiet = withSpeech(state, { comfortUntil: 0 })
  return now < comfortUntil ? become(quiet, { type: 'carrier.clear' }) : become(quiet)
}
