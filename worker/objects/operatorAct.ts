import type { AgentSnapshot } from '../../convex/model/agent.ts'
import type { Destination } from '../../convex/model/transfer.ts'
import type { AfterCallAct } from '../aftercall/index.ts'
import type { OperatorEvent } from '../call/events.ts'
import type { Journal } from '../shell/Journal.ts'

/** What is done to a call that runs, for a person or for a system of theirs. */
export type RunningCallAct =
  | { do: 'transfer'; to: Destination; askedBy: 'operator' | 'control' }
  /** The agent is to say this, word for word. */
  | { do: 'say'; text: string }

/** What an operator may do to a call: act on one that runs; empty the object of one that is over, or have it try again. */
export type OperatorAct = { do: 'end' } | { do: 'forget' } | RunningCallAct | AfterCallAct

/** Said of a call that is over. */
export const NOT_RUNNING = 'This call is not running.'

export function eventOf(act: RunningCallAct): OperatorEvent {
  switch (act.do) {
    case 'transfer':
      return { type: 'operator.transfers', to: act.to, askedBy: act.askedBy }
    case 'say':
      return { type: 'operator.says', text: act.text }
  }
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
