import type { AgentSnapshot } from '../../../convex/model/agent.ts'
import { canBeReferredTo, nameOf } from '../../call/transfer/attempt.ts'
import { ONLY_COLD } from '../../call/transfer/begin.ts'
import { type SipHeaders, valuesOf } from './headers.ts'

/** The header by which others name the conference that a call is in. */
const CONFERENCE_HEADER = 'X-conferenceName'

/**
 * What operators are told of a call over a trunk, whose network sends callers on by itself: to whom it
 * cannot, and that a conference is not used which anybody could have named.
 */
export function trunkNote(headers: SipHeaders, { tools }: AgentSnapshot): string | undefined {
  const names = valuesOf(headers, CONFERENCE_HEADER).length > 0
  const out = tools.destinations.filter((to) => !canBeReferredTo(to)).map(nameOf)
  const sentences = [
    names ? `It names a conference (${CONFERENCE_HEADER}), which is not used.` : '',
    out.length > 0 ? `Not offered: ${out.join(', ')}, as ${ONLY_COLD}.` : '',
  ].filter((sentence) => sentence !== '')
  return sentences.length > 0 ? ['The call came over a trunk.', ...sentences].join(' ') : undefined
}
