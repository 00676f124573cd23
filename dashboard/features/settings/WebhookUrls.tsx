import { Card } from '../../components/Card.tsx'
import { CopyButton } from '../../components/CopyButton.tsx'
import type { SettingsAnswer } from '../../../convex/model/api.ts'

type WebhookUrlsProps = Pick<SettingsAnswer, 'webhookUrl' | 'statusUrl' | 'fallbackUrl'>

/** To set numbers by hand in the Twilio Console. */
export function WebhookUrls({ webhookUrl, statusUrl, fallbackUrl }: WebhookUrlsProps) {
  return (
    <Card
      title="Webhook URLs"
      description="For the voice configuration of a number in the Twilio Console; all by HTTP POST."
    >
      <ul className="divide-y">
        <UrlItem label="A call comes in" url={webhookUrl} what="webhook URL" />
        <UrlItem label="Primary handler fails" url={fallbackUrl} what="fallback URL" />
        <UrlItem label="Call status changes" url={statusUrl} what="status URL" />
      </ul>
    </Card>
  )
}

function UrlItem({ label, url, what }: { label: string; url: string; what: string }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 first:pt-0 last:pb-0">
      <span className="w-44 shrink-0">{label}</span>
      <span className="min-w-0 flex-1 font-mono text-sm break-all max-sm:basis-full">{url}</span>
      <CopyButton text={url} what={what} />
    </li>
  )
}
