/** How long the caller waited, by the ear where it is proved what that heard. */
import { openingOf } from './waterfall.ts'
import type { CallView } from './liveCall.ts'

export interface Waits {
  /** Pick-up to the agent's first sound, ms. */
  firstWord: { ms: number; until: 'heard' | 'sent' } | null
  /** The caller's last sound to the first of the answer, ms, one an answer. */
  answers: readonly number[]
}

/**
 * From the same moments as the bars beside the turns, so that both tell the same. While nothing is
 * proved heard, the call's own figures stand in, which end when the sound is sent.
 */
export function waitsOf({ call, turns }: CallView): Waits {
  const firstHeardAt = openingOf(turns)?.timing?.firstHeardAt ?? null
  const heard = turns.flatMap(({ role, timing }) => {
    const { speechEndedAt = null, firstHeardAt: at = null } = timing ?? {}
    const known = role === 'agent' && speechEndedAt !== null && at !== null
    return known ? [Math.max(0, at - speechEndedAt)] : []
  })
  return {
    firstWord: firstWordOf(call, firstHeardAt),
    answers: heard.length > 0 ? heard : call.answerMs,
  }
}

function firstWordOf(
  { answeredAt, firstWordMs }: CallView['call'],
  firstHeardAt: number | null,
): Waits['firstWord'] {
  if (answeredAt !== null && firstHeardAt !== null) {
    return { ms: Math.max(0, firstHeardAt - answeredAt), until: 'heard' }
  }
  return firstWordMs === null ? null : { ms: firstWordMs, until: 'sent' }
}
