import { ChevronRight } from 'lucide-react'
import { CopyButton } from '../../components/CopyButton.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Bar } from '../../components/Skeleton.tsx'
import { useWebhookUrls, type WebhookUrls } from './useWebhookUrls.ts'

/** How to point a number at this installation, step by step, with the addresses to paste. */
export function TwilioSteps() {
  const urls = useWebhookUrls()
  return (
    <div className="mt-5">
      <h3 className="mb-1 text-sm font-medium">Webhook URL</h3>
      {urls.problem ? (
        <ErrorNotice message={urls.problem} />
      ) : (
        <UrlLine url={urls.value?.webhookUrl} what="webhook URL" />
      )}
      <details className="group mt-3">
        <summary className="flex list-none items-center gap-1.5 rounded-md py-1 text-sm font-medium">
          <ChevronRight
            aria-hidden
            className="size-4 text-ink-2 transition-transform group-open:rotate-90"
          />
          Set it in the Twilio Console
        </summary>
        <Steps urls={urls.value} />
      </details>
    </div>
  )
}

function UrlLine({ url, what }: { url: string | undefined; what: string }) {
  return (
    <div className="flex items-center gap-2">
      {url === undefined ? (
        <Bar className="h-8 flex-1" />
      ) : (
        <code className="min-w-0 flex-1 rounded-md bg-hover px-2.5 py-1.5 font-mono text-sm">
          {url}
        </code>
      )}
      <CopyButton text={url ?? ''} what={what} />
    </div>
  )
}

function Steps({ urls }: { urls: WebhookUrls | undefined }) {
  return (
    <ol className="mt-2 ml-5 grid list-decimal gap-2.5 text-sm">
      <li>
        In the{' '}
        <a
          href="https://console.twilio.com/us1/develop/phone-numbers/manage/incoming"
          target="_blank"
          rel="noreferrer"
          className="text-accent underline underline-offset-2"
        >
          Twilio Console
        </a>
        , open Phone Numbers, Manage, Active numbers, and the number.
      </li>
      <li>
        Under Voice Configuration, “A call comes in”: choose Webhook and HTTP POST, and paste the
        webhook URL above.
      </li>
      <li className="min-w-0">
        “Primary handler fails”: choose Webhook and HTTP POST, and paste
        <UrlLine url={urls?.fallbackUrl} what="fallback URL" />
      </li>
      <li className="min-w-0">
        “Call status changes”: HTTP POST, and paste
        <UrlLine url={urls?.statusUrl} what="status URL" />
      </li>
      <li>Save, and ring the number. The call shows here while it goes on.</li>
    </ol>
  )
}
