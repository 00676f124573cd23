import type { PersonEvent } from '../events.ts'
import { become, type CallState, type Transition } from '../state.ts'

/** Something became of a person who is called. What an earlier attempt still says counts no more. */
export function personEvent(state: CallState, { attempt }: PersonEvent, _now: number): Transition {
  if (state.transfer?.attempt !== attempt) return [state, []]
  return become(state)
}
