import { ExternalLink } from 'lucide-react'
import { buttonClass } from '../../../components/Button.tsx'
import { Card } from '../../../components/Card.tsx'
import { CopyButton } from '../../../components/CopyButton.tsx'
import { ScrollArea } from '../../../components/ScrollArea.tsx'
import { useWebhookUrls } from '../useWebhookUrls.ts'
import { Origins } from './Origins.tsx'
import type { ChatPartProps } from './part.ts'

/** Where the chat is shown, and the line that shows it. */
export function EmbedCard({ agentId, ...part }: ChatPartProps & { agentId: string }) {
  const { value } = useWebhookUrls()
  const line = embedLine(value ? new URL(value.webhookUrl).origin : location.origin, agentId)
  return (
    <Card
      title="On your pages"
      description="One line before the end of a page’s body shows a button that opens the chat."
      action={
        <a href={`/chat/${agentId}`} target="_blank" rel="noreferrer" className={buttonClass()}>
          <ExternalLink aria-hidden />
          Open its own page
        </a>
      }
    >
      <div className="mb-4 flex items-start gap-2">
        <ScrollArea label="The line to embed" className="min-w-0 flex-1 rounded-md bg-hover">
          <code className="block px-2.5 py-1.5 font-mono text-sm">{line}</code>
        </ScrollArea>
        <CopyButton text={line} what="line to embed" />
      </div>
      <Origins {...part} />
    </Card>
  )
}

/** `host`: an origin. */
const embedLine = (host: string, agentId: string): string =>
  `<script async src="${host}/chat/widget.js" data-agent="${agentId}"></script>`
