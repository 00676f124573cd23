import type { Destination } from '../../../convex/model/destination.ts'
import { instructionsIn } from '../prompts/index.ts'
import { become, type CallState, inOrder, note, type Transition, write } from '../state.ts'
import { canBeReferredTo, nameOf, transferRefusal } from './attempt.ts'
import { tellAgent, tellBegun } from './tell.ts'
import type { Transfer, TransferRefusal } from './types.ts'

interface Asked {
  to: Destination
  summary: string
  askedBy: Transfer['askedBy']
  /** Also where it costs far more than other calls. */
  confirmed?: true
}

/** Somebody wants the caller put through: the person is called, while the caller stays with the agent. */
export function beginTransfer(
  state: CallState,
  { confirmed, ...asked }: Asked,
  now: number,
): Transition {
  const refusal = transferRefusal(state)
  if (refusal) return refuse(state, asked, refusal, now)
  const { refers } = state.rules
  if (refers && !canBeReferredTo(asked.to)) {
    return note(state, 'note', `${nameOf(asked.to)} was not called: ${ONLY_COLD}`, now)
  }
  const whatever = confirmed ? { confirmed } : {}
  const attempt = state.transfers + 1
  const stage = { name: 'calling', since: now } as const
  const transfer: Transfer = {
    ...asked,
    attempt,
    askedAt: now,
    legId: null,
    joined: false,
    stage,
    ...whatever,
  }
  return inOrder(
    // The caller wants more than a goodbye now.
    { ...state, transfer, transfers: attempt, farewell: null },
    (s) => write(s, { kind: 'transfer_asked', at: now, attempt, ...asked }),
    (s) =>
      // Nobody is rung where the network sends the caller on: that waits until the agent has told them.
      refers ? become(s) : become(s, { type: 'person.call', attempt, to: asked.to, ...whatever }),
    (s) => tellBegun(s, nameOf(asked.to), now),
  )
}

/** Said of persons who must press a key, where nobody can ask them to. */
export const ONLY_COLD =
  'over a trunk the network sends callers on by itself, so they can be put through cold only, and to no extension'

const WHY: Readonly<Record<TransferRefusal, string>> = {
  under_way: 'somebody else is being called',
  too_often: 'it was tried as often as it may be',
  not_now: 'the caller is not with the agent',
}

function refuse(
  state: CallState,
  { to, askedBy }: Asked,
  refusal: TransferRefusal,
  now: number,
): Transition {
  const noted = note(state, 'note', `${nameOf(to)} was not called: ${WHY[refusal]}`, now)
  if (askedBy !== 'agent') return noted
  const { refused } = instructionsIn(state.rules.locale).transfer
  return inOrder(
    state,
    () => noted,
    (s) => tellAgent(s, refused[refusal], now),
  )
}
