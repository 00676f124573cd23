import { tellEngine } from '../engineLeg.ts'
import { instructionsIn } from '../prompts/index.ts'
import type { FailedTransfer } from '../prompts/prompts.ts'
import { NEVER_PROMPTED } from '../reprompts.ts'
import { want } from '../responses.ts'
import {
  alive,
  become,
  type CallState,
  inOrder,
  type Transition,
  withSpeech,
  write,
} from '../state.ts'
import { nameOf } from './attempt.ts'
import { closeTransfer, type Ending } from './ending.ts'

/** The attempt came to nothing: the caller stays with the agent, who learns why and tells them. */
export function failTransfer(
  state: CallState,
  ending: Ending & { outcome: FailedTransfer },
  now: number,
): Transition {
  const { transfer } = state
  if (!transfer) return [state, []]
  const { outcomes, over } = instructionsIn(state.rules.locale).transfer
  const text = over(outcomes[ending.outcome](nameOf(transfer.to)))
  return inOrder(
    state,
    (s) => closeTransfer(s, ending, now),
    (s) => tellAgent(s, text, now),
  )
}

/**
 * The agent learns something that the caller did not say, and speaks of it; in the middle of its goodbye
 * it only learns it. Silence counts from here on.
 */
export function tellAgent(state: CallState, text: string, now: number): Transition {
  const told = withSpeech(alive(state, now), { reprompts: NEVER_PROMPTED })
  const speaks = state.phase.name === 'talking'
  return inOrder(
    speaks ? { ...told, responses: want(told.responses, { kind: 'continue' }) } : told,
    (s) => tellEngine(s, { type: 'engine.tell', text }),
    (s) => write(s, { kind: 'told', at: now, text }),
  )
}

/** The agent is told only where it did not ask for it itself: then its tool has answered already. */
export function tellBegun(state: CallState, who: string, now: number): Transition {
  if (state.transfer?.askedBy === 'agent') return become(state)
  return tellAgent(state, instructionsIn(state.rules.locale).transfer.begun(who), now)
}
