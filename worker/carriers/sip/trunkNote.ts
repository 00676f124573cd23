import type { AgentSnapshot } from '../../../convex/model/agent.ts'
import { canBeReferredTo, nameOf } from '../../call/transfer/attempt.ts'
import { ONLY_COLD } from '../../call/transfer/begin.ts'

/** What operators are told of a call over a trunk, whose network sends callers on by itself: to whom it cannot. */
export function trunkNote({ tools }: AgentSnapshot): string | undefined {
  const out = tools.destinations.filter((to) => !canBeReferredTo(to)).map(nameOf)
  if (out.length === 0) return undefined
  return `The call came over a trunk. Not offered: ${out.join(', ')}, as ${ONLY_COLD}.`
}
