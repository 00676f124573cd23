import { LIMITS } from '../limits.ts'
import { end, isHeldBack, isStillSaying } from '../phase.ts'
import { become, type CallState, inOrder, type Transition, write } from '../state.ts'
import { reach } from './advance.ts'
import { closeTransfer } from './ending.ts'

/**
 * Where the network sends callers on to persons, it does so blindly: nobody is rung beforehand, and the
 * caller's leg is gone, or it is not. So it is asked for when the caller has heard that it comes.
 */
export function referWhenHeard(state: CallState, now: number): Transition {
  return isToBeReferred(state) && !isStillSaying(state, now) ? refer(state, now) : [state, []]
}

/** Of an engine that never pauses, time alone tells that it has said so; `Infinity`: something else does. */
export function referDue(state: CallState): number {
  if (!state.traits.continuous || !isToBeReferred(state) || isHeldBack(state)) return Infinity
  return state.speech.lastWordsAt + LIMITS.continuousGoodbye
}

function isToBeReferred({ transfer, rules, phase, responses }: CallState): boolean {
  if (!rules.refers || transfer?.stage.name !== 'calling') return false
  return phase.name === 'talking' && responses.pendingTools.length === 0
}

/** The network is asked now, whatever is still being said. */
export function refer(state: CallState, now: number): Transition {
  const { transfer } = state
  if (!transfer) return [state, []]
  const { attempt, to, confirmed } = transfer
  return inOrder(
    state,
    // Written down first: the caller may be gone before any answer comes.
    (s) => reach(s, 'referred', now),
    (s) => become(s, { type: 'person.refer', attempt, to, ...(confirmed && { confirmed }) }),
  )
}

/** The network says that it sends the caller on: they have a moment from now to be gone. */
export function referred(state: CallState, now: number): Transition {
  const { transfer } = state
  if (transfer?.stage.name !== 'referred') return [state, []]
  const { attempt } = transfer
  return write(
    { ...state, transfer: { ...transfer, stage: { name: 'referred', since: now } } },
    { kind: 'transfer_step', at: now, attempt, step: 'referred' },
  )
}

/** The caller's leg has ended after the network was asked to send them on: so it did, as far as we know. */
export function goneByRefer(state: CallState, now: number): Transition {
  return inOrder(
    state,
    (s) => closeTransfer(s, { outcome: 'handed_over', detail: UNCONFIRMED, isGone: true }, now),
    (s) =>
      end(
        { ...s, line: { name: 'awaited', since: now, after: 'move', tries: 0 } },
        'transferred',
        null,
        now,
      ),
  )
}

const UNCONFIRMED =
  'Handed over, unconfirmed: the network does not tell whether caller and person met.'
