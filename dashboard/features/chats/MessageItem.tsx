import { clsx } from 'clsx'
import { Info, Wrench } from 'lucide-react'
import type { Chat, ChatMessage } from '../../../convex/model/chat.ts'
import { Badge } from '../../components/Badge.tsx'
import { ScrollArea } from '../../components/ScrollArea.tsx'
import { readableDetail } from '../calls/callFacts.ts'
import { Moment } from '../calls/Moment.tsx'
import { speakerOf } from './speaker.ts'

interface MessageItemProps {
  message: ChatMessage
  chat: Chat
}

/** One line of a conversation. */
export function MessageItem({ message, chat }: MessageItemProps) {
  const isSaid = message.role !== 'note' && message.role !== 'tool'
  return (
    <li className="grid grid-cols-[2.75rem_minmax(0,1fr)] gap-x-2 py-0.5">
      <Moment atMs={Math.max(0, message.at - chat.startedAt)} />
      {isSaid ? <Said message={message} chat={chat} /> : <Done message={message} />}
    </li>
  )
}

function Said({ message, chat }: MessageItemProps) {
  const { role, text, state } = message
  const byUs = role !== 'visitor'
  return (
    <div
      className={clsx(
        'rounded-md border-l-3 py-0.5 pl-3',
        byUs ? 'border-accent' : 'border-line-strong',
      )}
    >
      <p className={clsx('flex gap-2 text-sm font-medium', byUs ? 'text-accent' : 'text-ink-2')}>
        <bdi className="min-w-0">{speakerOf(message, chat)}</bdi>
        {role === 'person' && <Badge>Person</Badge>}
        <StateBadge state={state} />
      </p>
      {text === '' ? (
        <p className="text-ink-2 italic">{state === 'writing' ? 'Writing…' : 'No words came.'}</p>
      ) : (
        <p dir="auto" className="whitespace-pre-wrap">
          {text}
        </p>
      )}
    </div>
  )
}

function StateBadge({ state }: Pick<ChatMessage, 'state'>) {
  if (state === 'stopped') return <Badge tone="warn">Stopped</Badge>
  if (state === 'failed') return <Badge tone="bad">Failed</Badge>
  return null
}

/** Something that is not said, as that a tool was used. */
function Done({ message: { role, text, detail, state } }: { message: ChatMessage }) {
  const Icon = role === 'tool' ? Wrench : Info
  return (
    <div className={clsx('flex gap-2 text-sm', state === 'failed' ? 'text-bad' : 'text-ink-2')}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        <p>
          {role === 'tool' && 'Tool: '}
          <bdi className="text-ink">{text}</bdi>
        </p>
        {detail !== null && <Detail text={detail} of={text} />}
      </div>
    </div>
  )
}

function Detail({ text, of }: { text: string; of: string }) {
  return (
    <details className="mt-0.5 text-ink-2">
      <summary className="w-fit rounded-sm">Details</summary>
      <ScrollArea
        label={`Details of ${of}`}
        className="mt-1 max-h-64 rounded-md border bg-canvas p-2"
      >
        <pre dir="auto" className="font-mono text-[0.8125rem] whitespace-pre-wrap text-ink">
          {readableDetail(text)}
        </pre>
      </ScrollArea>
    </details>
  )
}
