import type { Chat } from '../../../convex/model/chat.ts'
import { Stat, Stats } from '../../components/Stat.tsx'
import { totalCost } from '../../lib/callWords.ts'
import { formatAgo, formatDateTime, formatNumber, formatSums } from '../../lib/format.ts'
import { useNow } from '../../lib/useNow.ts'

/** What one asks first of a conversation. */
export function ChatStats({ chat }: { chat: Chat }) {
  const now = useNow()
  const { visitorMessages, startedAt, lastMessageAt, status } = chat
  return (
    <Stats className="lg:grid-cols-4">
      <Stat label="Messages" value={formatNumber(visitorMessages)} note="of the visitor’s" />
      <Stat
        label="Cost"
        value={formatSums(totalCost(chat))}
        note={status === 'ended' ? '' : 'so far'}
      />
      <Stat
        label="Last message"
        value={formatAgo(lastMessageAt, now)}
        note={formatDateTime(lastMessageAt)}
      />
      <Stat label="Started" value={formatAgo(startedAt, now)} note={formatDateTime(startedAt)} />
    </Stats>
  )
}
