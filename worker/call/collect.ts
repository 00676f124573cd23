import { type CollectionEnd, type DigitsWanted, HIDDEN_KEY } from './digits.ts'
import { isPlaying } from './playout.ts'
import { interrupt, mayInterrupt } from './speech.ts'
import { become, type CallState, inOrder, note, type Transition } from './state.ts'

/** A tool waits for the caller's keys from now on. What they pressed a moment ago belongs to it, too. */
export function beginCollecting(
  state: CallState,
  { toolCallId, wanted }: { toolCallId: string; wanted: DigitsWanted },
  now: number,
): Transition {
  const waits = state.responses.pendingTools.some((tool) => tool.toolCallId === toolCallId)
  if (!waits) return [state, []]
  if (state.collecting) {
    return become(state, { type: 'tool.collected', toolCallId, digits: '', ended: 'time_out' })
  }
  const early = wanted.sensitive ? '' : (state.keypad?.digits ?? '')
  const collecting = { toolCallId, wanted, digits: '', since: now, lastAt: now }
  const keys = [...early].map((key) => (s: CallState) => addKey(s, key, now))
  return inOrder({ ...state, collecting, keypad: null }, ...keys)
}

/** The caller pressed a key for it. */
export function collectKey(state: CallState, key: string, now: number): Transition {
  const { collecting } = state
  if (!collecting) return [state, []]
  const { sensitive, terminator } = collecting.wanted
  const isEnd = key === terminator
  // A key that is not hidden by now came before it was known that it has to be.
  const seen = sensitive && !isEnd ? HIDDEN_KEY : key
  return inOrder(
    state,
    (s) => note(s, 'dtmf', seen, now),
    (s) => (mayInterrupt(s) ? interrupt(s, 'The caller pressed a key', false, now) : become(s)),
    (s) => addKey(s, seen, now),
  )
}

function addKey(state: CallState, key: string, now: number): Transition {
  const { collecting } = state
  if (!collecting) return [state, []]
  const { most, terminator } = collecting.wanted
  if (key === terminator) return collected(state, 'wanted')
  const digits = collecting.digits + key
  const more: CallState = { ...state, collecting: { ...collecting, digits, lastAt: now } }
  return digits.length >= most ? collected(more, 'wanted') : become(more)
}

function collected(state: CallState, ended: CollectionEnd): Transition {
  const { collecting } = state
  if (!collecting) return [state, []]
  const { toolCallId, digits } = collecting
  return become(
    { ...state, collecting: null },
    { type: 'tool.collected', toolCallId, digits, ended },
  )
}

/** When no more keys are waited for; `Infinity`: not while somebody speaks, or none are waited for. */
export function collectingDue({ collecting, speech, responses }: CallState): number {
  if (!collecting || speech.callerSpeaking || isPlaying(speech.playout) || speech.aloud)
    return Infinity
  if (responses.active.kind !== 'none' || responses.wanted.length > 0) return Infinity
  const { lastAt, wanted } = collecting
  return Math.max(lastAt, speech.lastVoiceAt) + wanted.timeoutMs
}

export function collectingOver(state: CallState): Transition {
  return collected(state, 'time_out')
}
