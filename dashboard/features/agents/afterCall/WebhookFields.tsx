import { Plus } from 'lucide-react'
import type { Webhook } from '../../../../convex/model/afterCall.ts'
import { Button } from '../../../components/Button.tsx'
import type { AfterCallPartProps } from './part.ts'
import { WebhookRow } from './WebhookRow.tsx'

const MAX_WEBHOOKS = 5
const NEW_WEBHOOK: Webhook = {
  url: '',
  secret: '',
  earlierSecret: null,
  events: ['call.completed'],
}

/** Who is told of calls, by signed requests. */
export function WebhookFields({ afterCall, set, errorAt, agentId }: AfterCallPartProps) {
  const { webhooks } = afterCall
  return (
    <div className="grid gap-3">
      {webhooks.length > 0 && (
        <ul aria-label="Webhooks" className="grid gap-3">
          {webhooks.map((webhook, at) => (
            <WebhookRow
              // oxlint-disable-next-line react/no-array-index-key -- a webhook has no other identity while it is typed
              key={at}
              number={at + 1}
              webhook={webhook}
              agentId={agentId}
              field={`afterCall.webhooks.${at}.secret`}
              onChange={(changed) => set({ webhooks: webhooks.with(at, changed) })}
              onRemove={() => set({ webhooks: webhooks.toSpliced(at, 1) })}
              errorAt={(path) => errorAt(`afterCall.webhooks.${at}.${path}`)}
            />
          ))}
        </ul>
      )}
      {webhooks.length < MAX_WEBHOOKS && (
        <div>
          <Button onClick={() => set({ webhooks: [...webhooks, NEW_WEBHOOK] })}>
            <Plus aria-hidden />
            Add webhook
          </Button>
        </div>
      )}
    </div>
  )
}
