import type { AgentSnapshot } from '../../convex/model/agent.ts'
import type { Destination } from '../../convex/model/destination.ts'
import type { AfterCallAct } from '../aftercall/index.ts'
import { canBeReferredTo } from '../call/transfer/attempt.ts'
import { ONLY_COLD } from '../call/transfer/begin.ts'
import type { TransferRefusal } from '../call/transfer/types.ts'
import type { Journal } from '../shell/Journal.ts'
import { NOBODY_CAN_BE_CALLED } from '../shell/noPersons.ts'
import type { RunningCall } from '../shell/RunningCall.ts'
import type { CallParts } from './callParts.ts'

/** What is done to a call that runs, for a person or for a system of theirs. */
export type RunningCallAct =
  /** `confirmed`: whoever asks knows that the person’s number costs far more than others. */
  | { do: 'transfer'; to: Destination; askedBy: 'operator' | 'control'; confirmed?: true }
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
      if (!call) return NOT_RUNNING
      if (!call.mayBeSaid) return 'The caller would not hear it: they are not with the agent.'
      call.dispatch({ type: 'operator.says', text: act.text })
      return null
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
  nobody: NOBODY_CAN_BE_CALLED,
}

function putThrough(
  call: RunningCall,
  { do: _, ...asked }: Extract<RunningCallAct, { do: 'transfer' }>,
): string | null {
  const refusal = call.transferRefusal
  if (refusal !== null) return REFUSALS[refusal]
  const to = call.refers && isTyped(asked.to) ? { ...asked.to, mode: 'cold' as const } : asked.to
  if (call.refers && !canBeReferredTo(to)) return `The caller came over a trunk: ${ONLY_COLD}.`
  call.dispatch({ type: 'operator.transfers', ...asked, to })
  return null
}

/** A number that somebody typed, who did not say how its person is to be reached. */
function isTyped({ name, target }: Destination): boolean {
  return target.kind === 'phone' && target.phoneNumber === name
}

/** What must be known of a call to command it. */
export interface Standing {
  isRunning: boolean
  /** Whom its caller can be put through to. */
  destinations: Destination[]
}

/** `running`: the call, while it runs. Returns `null` when nothing is known of such a call. */
export function standingOf(
  { opening, isForgotten }: Pick<Journal, 'opening' | 'isForgotten'>,
  running: { handedTo: AgentSnapshot | null } | null,
): Standing | null {
  if (!opening && !isForgotten) return null
  const agent = running?.handedTo ?? opening?.agent
  return { isRunning: running !== null, destinations: agent?.tools.destinations ?? [] }
}
