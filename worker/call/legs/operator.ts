import type { OperatorEvent } from '../events.ts'
import { end } from '../phase.ts'
import { wantFirst } from '../responses.ts'
import { type CallState, inOrder, note, type Transition } from '../state.ts'
import { beginTransfer } from '../transfer/begin.ts'

/** An operator, or a system of theirs, does something to the call. */
export function operatorEvent(state: CallState, event: OperatorEvent, now: number): Transition {
  switch (event.type) {
    case 'operator.ended':
      return end(state, 'operator_ended', null, now)
    case 'operator.transfers': {
      const { to, askedBy } = event
      return beginTransfer(state, { to, askedBy, summary: '' }, now)
    }
    case 'operator.says':
      return say(state, event.text, now)
  }
}

/** Whether the caller would hear what the agent is made to say now. */
export function mayBeSaid({ phase, line }: CallState): boolean {
  return (phase.name === 'talking' || phase.name === 'closing') && line.name !== 'away'
}

/** Word for word, before whatever else waits to be said; nothing that comes meanwhile makes up for it. */
function say(state: CallState, text: string, now: number): Transition {
  if (!mayBeSaid(state)) return [state, []]
  const request = { kind: 'verbatim', text, ordered: true } as const
  return inOrder({ ...state, responses: wantFirst(state.responses, request) }, (s) =>
    note(s, 'note', `An operator has the agent say: ${text}`, now),
  )
}
