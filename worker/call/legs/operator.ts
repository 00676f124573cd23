import type { OperatorEvent } from '../events.ts'
import { end } from '../phase.ts'
import { become, type CallState, type Transition } from '../state.ts'

/** An operator, or a system of theirs, does something to the call. */
export function operatorEvent(state: CallState, event: OperatorEvent, now: number): Transition {
  switch (event.type) {
    case 'operator.ended':
      return end(state, 'operator_ended', null, now)
    case 'operator.transfers':
    case 'operator.says':
      return become(state)
  }
}
