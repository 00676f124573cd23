import type { Chat } from '../../../convex/model/chat.ts'
import { Badge } from '../../components/Badge.tsx'
import { LiveDot } from '../../components/LiveDot.tsx'
import { standingOf } from './chatWords.ts'

/** How a conversation stands, or why it ended. */
export function ChatBadge(chat: Pick<Chat, 'status' | 'endReason' | 'waitsForPerson'>) {
  const { words, tone } = standingOf(chat)
  return (
    <Badge tone={tone}>
      {chat.status !== 'ended' && <LiveDot />}
      {words}
    </Badge>
  )
}
