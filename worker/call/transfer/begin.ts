import type { Destination } from '../../../convex/model/transfer.ts'
import { instructionsIn } from '../prompts/index.ts'
import { become, type CallState, inOrder, note, type Transition, write } from '../state.ts'
import { nameOf, transferRefusal } from './attempt.ts'
import { tellAgent, tellBegun } from './tell.ts'
import type { Transfer, TransferRefusal } from './types.ts'

interface Asked {
  to: Destination
  summary: string
  askedBy: Transfer['askedBy']
}

/** Somebody wants the caller put through: the person is called, while the caller stays with the agent. */
export function beginTransfer(state: CallState, asked: Asked, now: number): Transition {
  const refusal = transferRefusal(state)
  if (refusal) return refuse(state, asked, refusal, now)
  const attempt = state.transfers + 1
  const stage = { name: 'calling', since: now } as const
  const transfer: Transfer = {
    ...asked,
    attempt,
    askedAt: now,
    legId: null,
    joined: false,
    stage,
  }
  return inOrder(
    // The caller wants more than a goodbye now.
    { ...state, transfer, transfers: attempt, farewell: null },
    (s) => write(s, { kind: 'transfer_asked', at: now, attempt, ...asked }),
    (s) => become(s, { type: 'person.call', attempt, to: asked.to }),
    (s) => tellBegun(s, nameOf(asked.to), now),
  )
}

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
