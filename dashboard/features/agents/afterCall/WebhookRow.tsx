import { Trash2 } from 'lucide-react'
import {
  type Webhook,
  WEBHOOK_EVENTS,
  type WebhookEvent,
} from '../../../../convex/model/afterCall.ts'
import { Button } from '../../../components/Button.tsx'
import { AddressField } from '../../../components/AddressField.tsx'
import { Switch } from '../../../components/Switch.tsx'
import { SigningSecret } from './SigningSecret.tsx'

const EVENT_HELP: Readonly<Record<WebhookEvent, string>> = {
  'call.started': 'The line has opened.',
  'call.completed': 'The call is over: how it ended, and what was heard.',
  'call.analyzed': 'Its outcome is known. Needs Outcome above.',
}

interface WebhookRowProps {
  number: number
  webhook: Webhook
  agentId: string
  /** Where its secret is named. */
  field: string
  onChange: (webhook: Webhook) => void
  onRemove: () => void
  /** By the webhook's own paths. */
  errorAt: (path: string) => string | undefined
}

/** One address that is told of calls. */
export function WebhookRow(props: WebhookRowProps) {
  const { number, webhook, agentId, field, onChange, onRemove, errorAt } = props
  const setEvent = (event: WebhookEvent, on: boolean) => {
    const chosen = new Set(webhook.events)
    if (on) chosen.add(event)
    else chosen.delete(event)
    onChange({ ...webhook, events: WEBHOOK_EVENTS.filter((one) => chosen.has(one)) })
  }
  return (
    <li className="rounded-md border p-3">
      <fieldset className="grid gap-3">
        <legend className="sr-only">Webhook {number}</legend>
        <AddressField
          help="It is asked by POST."
          error={errorAt('url')}
          placeholder="https://example.com/calls"
          value={webhook.url}
          onValue={(url) => onChange({ ...webhook, url })}
        />
        <div className="grid gap-2 sm:grid-cols-3">
          {WEBHOOK_EVENTS.map((event) => (
            <Switch
              key={event}
              label={event}
              help={EVENT_HELP[event]}
              checked={webhook.events.includes(event)}
              onChecked={(on) => setEvent(event, on)}
            />
          ))}
        </div>
        {errorAt('events') && <p className="text-sm text-bad">{errorAt('events')}</p>}
        <SigningSecret
          webhook={webhook}
          agentId={agentId}
          field={field}
          onChange={(changes) => onChange({ ...webhook, ...changes })}
          error={errorAt('secret') === undefined ? undefined : 'Make a signing secret first.'}
        />
      </fieldset>
      <Button size="sm" look="quiet" onClick={onRemove} aria-label={`Remove webhook ${number}`}>
        <Trash2 aria-hidden />
        Remove
      </Button>
    </li>
  )
}
