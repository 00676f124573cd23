/** Conversations in words: how one stands, and why it ended. */
import type { Chat, ChatEndReason, ChatStatus } from '../../../convex/model/chat.ts'
import { saidOf } from '../../lib/saidOf.ts'

export const STATUS_LABELS: Record<ChatStatus, string> = {
  open: 'Open',
  handed_over: 'With a person',
  ended: 'Ended',
}

const END_REASONS: Record<ChatEndReason, string> = {
  visitor_left: 'Visitor left',
  agent_ended: 'Agent ended it',
  operator_ended: 'Operator ended it',
  limit_reached: 'Limit reached',
  brain_failed: 'Model failed',
}

export interface Standing {
  words: string
  /** A tone of `Badge`. */
  tone: 'accent' | 'neutral' | 'warn' | 'bad'
}

export function standingOf(chat: Pick<Chat, 'status' | 'endReason' | 'waitsForPerson'>): Standing {
  const { status, endReason, waitsForPerson } = chat
  if (status === 'ended') {
    const words = (endReason && saidOf(END_REASONS, endReason)) ?? STATUS_LABELS.ended
    return { words, tone: endReason === 'brain_failed' ? 'bad' : 'neutral' }
  }
  if (waitsForPerson) return { words: 'Waits for a person', tone: 'warn' }
  return { words: saidOf(STATUS_LABELS, status) ?? status, tone: 'accent' }
}

/** What the visitor said first, or that nothing was said. */
export const titleOf = ({ title }: Pick<Chat, 'title'>): string => title || 'Nothing said yet'

/** Where the visitor writes: the host of the page. */
export function placeOf({ origin }: Pick<Chat, 'origin'>): string {
  return URL.parse(origin)?.host ?? 'Our own page'
}
