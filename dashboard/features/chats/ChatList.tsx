import { clsx } from 'clsx'
import { Link } from 'wouter'
import type { Chat } from '../../../convex/model/chat.ts'
import { Cell, Row, rowLinkClass, Table } from '../../components/Table.tsx'
import { totalCost } from '../../lib/callWords.ts'
import { formatDateTime, formatSums, formatWhen } from '../../lib/format.ts'
import { useMedia, WIDE } from '../../lib/useMedia.ts'
import { useNow } from '../../lib/useNow.ts'
import { ChatBadge } from './ChatBadge.tsx'
import { placeOf, titleOf } from './chatWords.ts'

/** Widths are fixed, so that rows that come and go move nothing sideways. */
const COLUMNS = [
  { label: 'Said first' },
  { label: 'Agent', className: 'w-[18%]' },
  { label: 'Page', className: 'w-[16%]' },
  { label: 'Last message', className: 'w-36' },
  { label: 'Status', className: 'w-44' },
  { label: 'Cost', className: 'w-24 text-right' },
]
const CAPTION = 'Conversations, those that wait for a person first'

interface ChatListProps {
  chats: readonly Chat[]
  /** Another answer is on its way; these are the last one's. */
  stale?: boolean
}

/** A table where there is room for one, and cards where there is not. */
export function ChatList({ chats, stale = false }: ChatListProps) {
  const now = useNow()
  const wide = useMedia(WIDE)
  return (
    <div aria-busy={stale} className={clsx(stale && 'opacity-60')}>
      {wide ? (
        <Table caption={CAPTION} columns={COLUMNS} fixed>
          {chats.map((chat) => (
            <ChatRow key={chat.chatId} chat={chat} now={now} />
          ))}
        </Table>
      ) : (
        <ul aria-label={CAPTION} className="divide-y overflow-hidden rounded-lg border bg-surface">
          {chats.map((chat) => (
            <ChatCard key={chat.chatId} chat={chat} now={now} />
          ))}
        </ul>
      )}
    </div>
  )
}

interface ChatItemProps {
  chat: Chat
  now: number
}

function ChatRow({ chat, now }: ChatItemProps) {
  return (
    <Row>
      <Cell>
        <ChatLink chat={chat} />
      </Cell>
      <Cell className="truncate text-ink-2">
        <bdi>{chat.agentName}</bdi>
      </Cell>
      <Cell className="truncate text-ink-2">
        <bdi>{placeOf(chat)}</bdi>
      </Cell>
      <Cell className="whitespace-nowrap text-ink-2">
        <LastMessage chat={chat} now={now} />
      </Cell>
      <Cell {...(chat.failure && { title: chat.failure })}>
        <ChatBadge {...chat} />
      </Cell>
      <Cell className="text-right text-ink-2 tabular-nums">{formatSums(totalCost(chat))}</Cell>
    </Row>
  )
}

function ChatCard({ chat, now }: ChatItemProps) {
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-3 py-2.5 hover:bg-hover">
      <ChatLink chat={chat} />
      <span className="text-right">
        <ChatBadge {...chat} />
      </span>
      <bdi className="truncate text-sm text-ink-2">{chat.agentName}</bdi>
      <span className="text-right text-sm text-ink-2">
        <LastMessage chat={chat} now={now} />
      </span>
    </li>
  )
}

function ChatLink({ chat }: { chat: Chat }) {
  return (
    <Link href={`/conversations/${chat.chatId}`} className={rowLinkClass}>
      <bdi className="block truncate">{titleOf(chat)}</bdi>
    </Link>
  )
}

function LastMessage({ chat: { lastMessageAt: at }, now }: ChatItemProps) {
  return (
    <time dateTime={new Date(at).toISOString()} title={formatDateTime(at)}>
      {formatWhen(at, now)}
    </time>
  )
}
