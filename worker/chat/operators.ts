/** What operators do to a conversation. */
import { afterAnswer } from './asking.ts'
import { endNow, note, stopAnswer } from './ending.ts'
import type { OperatorEvent } from './events.ts'
import type { ChatState } from './state.ts'
import { inOrder, nothing, refuse, type Step, write } from './steps.ts'
import { wordsIn } from './words/index.ts'

export function operatorDoes(state: ChatState, event: OperatorEvent, now: number): Step {
  const words = wordsIn(state.rules.locale)
  if (state.status === 'ended') return refuse(state, 'This conversation has ended.')
  switch (event.type) {
    case 'operator.took':
      return take(state, event.name, now)
    case 'operator.said': {
      const { id: clientId, text, name: author } = event
      const known = state.messages.some(
        (other) => other.role === 'person' && other.clientId === clientId,
      )
      if (known) return nothing(state)
      return inOrder(
        state,
        (s) => (s.status === 'handed_over' ? nothing(s) : take(s, author, now)),
        (s) =>
          write(s, {
            kind: 'spoke',
            at: now,
            seq: s.nextSeq,
            role: 'person',
            author,
            text,
            clientId,
          }),
      )
    }
    case 'operator.released':
      if (state.status !== 'handed_over') return nothing(state)
      return inOrder(
        state,
        (s) => write(s, { kind: 'released', at: now }),
        (s) => note(s, words.backWithAgent, now),
        (s) => afterAnswer(s, now),
      )
    case 'operator.ended':
      return endNow(state, 'operator_ended', now)
  }
}

function take(state: ChatState, name: string, now: number): Step {
  if (state.status === 'handed_over' && !state.waitsForPerson) return nothing(state)
  return inOrder(
    state,
    (s) => stopAnswer(s, false, now),
    (s) => write(s, { kind: 'handed_over', at: now, waits: false }),
    (s) => note(s, wordsIn(s.rules.locale).personIsHere(name), now),
  )
}
