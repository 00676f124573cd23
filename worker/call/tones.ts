import { toneOf } from './dtmf.ts'
import { enqueue } from './playout.ts'
import { endSpeech } from './speech.ts'
import { become, type CallState, inOrder, note, type Transition, withSpeech } from './state.ts'

/**
 * Sends the keys that wait as tones, behind what is being played, once nothing more comes of the answer
 * that wanted them. Nobody talks over them: a receiver would take half a number for the whole.
 */
export function playTones(state: CallState, now: number): Transition {
  const { tones, line, responses, speech } = state
  if (tones.length === 0 || line.name !== 'open') return [state, []]
  if (responses.active.kind === 'running' && !state.traits.continuous) return [state, []]
  const id = `tones${speech.playout.sent}`
  const { comfortUntil } = speech
  const quiet = withSpeech({ ...state, tones: [] }, { noticeResponseId: id, comfortUntil: 0 })
  return inOrder(
    quiet,
    (s) => (now < comfortUntil ? become(s, { type: 'carrier.clear' }) : become(s)),
    ...tones.map((key) => (s: CallState) => playTone(s, id, key, now)),
    endSpeech,
    (s) => note(s, 'note', `Sent the keys ${tones.join('')}`, now),
  )
}

function playTone(state: CallState, id: string, key: string, now: number): Transition {
  const { payload, durationMs } = toneOf(key)
  const { queue } = state.speech.playout
  const before = queue.filter(({ itemId }) => itemId === id)
  const startMs = before.reduce((sum, piece) => sum + piece.durationMs, 0)
  const piece = { responseId: id, itemId: id, startMs, durationMs }
  const [playout, { mark }] = enqueue(state.speech.playout, piece, now)
  return become(withSpeech(state, { playout }), { type: 'carrier.play', payload, mark })
}
