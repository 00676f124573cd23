import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Chat } from '../../../convex/model/chat.ts'
import { modelLabel } from '../../../convex/model/engines/index.ts'
import { Card } from '../../components/Card.tsx'
import { CopyButton } from '../../components/CopyButton.tsx'
import { placeOf } from './chatWords.ts'

/** The rest that is known of a conversation. */
export function ChatDetails({ chat }: { chat: Chat }) {
  return (
    <Card title="Details">
      <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 gap-y-2">
        <Fact label="Agent">
          <Link
            href={`/agents/${chat.agentId}`}
            className="underline decoration-line-strong underline-offset-2 hover:text-accent"
          >
            <bdi>{chat.agentName}</bdi>
          </Link>
          <span className="text-ink-2"> version {chat.agentVersion}</span>
        </Fact>
        <Fact label="Page">{chat.origin || placeOf(chat)}</Fact>
        {chat.model !== '' && <Fact label="Model">{modelLabel(chat.model)}</Fact>}
        <Fact label="Id">
          <span className="block font-mono text-sm break-all">{chat.chatId}</span>
          <span className="mt-1.5 block">
            <CopyButton text={chat.chatId} what="conversation id" />
          </span>
        </Fact>
      </dl>
    </Card>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
