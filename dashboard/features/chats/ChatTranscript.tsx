import type { Chat, ChatMessage } from '../../../convex/model/chat.ts'
import { Card } from '../../components/Card.tsx'
import { LiveDot } from '../../components/LiveDot.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useFollowEnd } from '../calls/useFollowEnd.ts'
import { ChatReply } from './ChatReply.tsx'
import { MessageItem } from './MessageItem.tsx'
import { speakerOf } from './speaker.ts'

interface ChatTranscriptProps {
  chat: Chat
  messages: readonly ChatMessage[]
}

/** What was said and done, and where a person answers. */
export function ChatTranscript({ chat, messages }: ChatTranscriptProps) {
  const isOver = chat.status === 'ended'
  const end = useFollowEnd(!isOver)
  return (
    <Card
      title="Conversation"
      action={
        !isOver && (
          <p className="flex h-6 items-center gap-2 text-sm text-accent">
            <LiveDot />
            Live
          </p>
        )
      }
    >
      <ol className="grid gap-2">
        {messages.map((message) => (
          <MessageItem key={message.seq} message={message} chat={chat} />
        ))}
      </ol>
      {!isOver && <LastSaid chat={chat} messages={messages} />}
      {!isOver && (
        <div className="mt-4 border-t pt-4">
          {chat.status === 'handed_over' ? (
            <ChatReply chatId={chat.chatId} />
          ) : (
            <Notice>The agent answers. Take over to answer yourself.</Notice>
          )}
        </div>
      )}
      <div ref={end} />
    </Card>
  )
}

/** Screen readers hear each message once, when it is whole. */
function LastSaid({ chat, messages }: ChatTranscriptProps) {
  const last = messages.findLast(({ state, role }) => state !== 'writing' && role !== 'tool')
  return <output className="sr-only">{last && `${speakerOf(last, chat)}: ${last.text}`}</output>
}
