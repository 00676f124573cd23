import type { Turn } from '../../../convex/model/call.ts'

/** An agent's turn at the point where the caller stopped hearing it. */
export interface HeardPart {
  heard: string
  /** Generated, but never heard. */
  unheard: string
}

/** `null` when nothing of the turn was cut. */
export function heardPartOf(turn: Turn): HeardPart | null {
  if (turn.role === 'caller' || !turn.interrupted) return null
  const { text, heardText } = turn
  // The heard text is a beginning of the text; if it ever were not, both are shown whole.
  if (!text.startsWith(heardText)) return { heard: heardText, unheard: text }
  const unheard = text.slice(heardText.length)
  return unheard.trim() === '' ? null : { heard: heardText, unheard }
}
