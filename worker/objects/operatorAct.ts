import type { Destination } from '../../convex/model/transfer.ts'
import type { AfterCallAct } from '../aftercall/index.ts'
import type { TransferRefusal } from '../call/transfer/types.ts'
import type { RunningCall } from '../shell/RunningCall.ts'
import type { CallParts } from './callParts.ts'

/** What is done to a call that runs, for a person or for a system of theirs. */
export type RunningCallAct =
  | { do: 'transfer'; to: Destination; askedBy: 'operator' | 'control' }
  /** The agent is to say this, word for word. */
  | { do: 'say'; text: string }

/** What an operator may do to a call: act on one that runs; empty the object of one that is over, or have it try again. */
export type OperatorAct = { do: 'end' } | { do: 'forget' } | RunningCallAct | AfterCallAct

/** Said of a call that is over. */
export const NOT_RUNNING = 'This call is not running.'

/**
 * Does it. `false`, or a sentence that says why not, when the call is not as it has to be for that; `true` or
 * `null` when it is. `call`: while it runs.
 */
export function perform(
  act: OperatorAct,
  call: RunningCall | null,
  { forget, after }: Pick<CallParts, 'forget' | 'after'>,
): boolean | string | null {
  switch (act.do) {
    case 'end':
      call?.dispatch({ type: 'operator.ended' })
      return call !== null
    case 'transfer':
      return call ? putThrough(call, act) : NOT_RUNNING
    case 'say':
      call?.dispatch({ type: 'operator.says', text: act.text })
      return call ? null : NOT_RUNNING
    case 'forget':
      return !call && forget()
    case 'analyse':
    case 'send_again':
      return after.asked(act)
  }
}

/** Why nobody is called, for people. */
const REFUSALS: Readonly<Record<TransferRefusal | 'nobody', string>> = {
  under_way: 'The caller is being put through, or has been.',
  too_often: 'It was tried as often as it may be in one call.',
  not_now: 'The caller is not with the agent, or the call is about to end.',
  nobody:
    'Nobody can be called for this call: that takes TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and PUBLIC_URL, and a call of that account.',
}

function putThrough(
  call: RunningCall,
  { to, askedBy }: Extract<RunningCallAct, { do: 'transfer' }>,
): string | null {
  const refusal = call.transferRefusal
  if (refusal !== null) return REFUSALS[refusal]
  call.dispatch({ type: 'operator.transfers', to, askedBy })
  return null
}
