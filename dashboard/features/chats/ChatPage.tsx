import { useQuery } from 'convex/react'
import { MessagesSquare } from 'lucide-react'
import { Link, useParams } from 'wouter'
import { api } from '../../../convex/_generated/api.js'
import type { Chat, ChatMessage } from '../../../convex/model/chat.ts'
import { Breadcrumb } from '../../components/Breadcrumb.tsx'
import { buttonClass } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Page } from '../../components/Page.tsx'
import { CostCard } from '../calls/CallCost.tsx'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ChatBadge } from './ChatBadge.tsx'
import { ChatDetails } from './ChatDetails.tsx'
import { ChatStats } from './ChatStats.tsx'
import { ChatTranscript } from './ChatTranscript.tsx'
import { titleOf } from './chatWords.ts'
import { DeleteChat } from './DeleteChat.tsx'
import { EndChatButton, HandButton } from './HandButton.tsx'

export function ChatPage() {
  const { chatId = '' } = useParams()
  const chat = useQuery(api.chats.get, { chatId })
  const messages = useQuery(api.chats.messages, { chatId })
  if (chat === null) return <NoSuchChat />
  if (!chat || !messages) return <PageSkeleton />
  return <ChatBody key={chatId} chat={chat} messages={messages} />
}

function ChatBody({ chat, messages }: { chat: Chat; messages: readonly ChatMessage[] }) {
  const isOver = chat.status === 'ended'
  return (
    <Page
      title={titleOf(chat)}
      breadcrumb={<Breadcrumb href="/conversations" label="Conversations" />}
      description={<ChatBadge {...chat} />}
      actions={
        !isOver && (
          <>
            <HandButton chat={chat} />
            <EndChatButton chatId={chat.chatId} />
          </>
        )
      }
    >
      {chat.failure && (
        <div className="mb-4">
          <ErrorNotice message={chat.failure} />
        </div>
      )}
      <ChatStats chat={chat} />
      <div className="mt-4 grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <ChatTranscript chat={chat} messages={messages} />
        <div className="grid gap-4">
          <ChatDetails chat={chat} />
          <CostCard what="conversation" record={chat} isOver={isOver} lines={[]} />
          {isOver && <DeleteChat chatId={chat.chatId} />}
        </div>
      </div>
    </Page>
  )
}

function NoSuchChat() {
  return (
    <Page
      title="No such conversation"
      breadcrumb={<Breadcrumb href="/conversations" label="Conversations" />}
    >
      <EmptyState
        icon={MessagesSquare}
        title="This conversation is not known here"
        action={
          <Link href="/conversations" className={buttonClass({ look: 'primary' })}>
            All conversations
          </Link>
        }
      >
        The link may be incomplete, or the conversation was deleted.
      </EmptyState>
    </Page>
  )
}
