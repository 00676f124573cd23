import type { WebhookDelivery } from '../../../../convex/model/outcome.ts'
import { Badge, type Tone } from '../../../components/Badge.tsx'
import { Card } from '../../../components/Card.tsx'
import { formatDateTime } from '../../../lib/format.ts'
import { AskAgain } from './AskAgain.tsx'

const STATES: Readonly<Record<WebhookDelivery['state'], { label: string; tone: Tone }>> = {
  waiting: { label: 'Waiting', tone: 'accent' },
  delivered: { label: 'Delivered', tone: 'good' },
  stopped: { label: 'Stopped', tone: 'bad' },
  given_up: { label: 'Given up', tone: 'bad' },
}

interface DeliveriesProps {
  callSid: string
  deliveries: readonly WebhookDelivery[]
}

/** Which webhooks were told of the call, and how that went. */
export function Deliveries({ callSid, deliveries }: DeliveriesProps) {
  return (
    <Card title="Webhooks">
      <ul aria-label="Deliveries" className="grid gap-3">
        {deliveries.map((delivery) => (
          <DeliveryItem key={delivery.id} callSid={callSid} delivery={delivery} />
        ))}
      </ul>
    </Card>
  )
}

function DeliveryItem({ callSid, delivery }: { callSid: string; delivery: WebhookDelivery }) {
  const { id, event, to, state, problem } = delivery
  const { label, tone } = STATES[state]
  return (
    <li className="grid gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{event}</span>
        <Badge tone={tone}>{label}</Badge>
      </div>
      <p className="text-sm break-all text-ink-2">{to}</p>
      <p className="text-sm text-ink-2">{progressOf(delivery)}</p>
      {problem && <p className="text-sm text-bad">{problem}</p>}
      {state !== 'waiting' && (
        <div>
          <AskAgain
            path={`/api/calls/${callSid}/deliveries`}
            body={{ id }}
            label="Send again"
            name={`Send again: ${event} to ${to}`}
            done="It is sent again."
          />
        </div>
      )}
    </li>
  )
}

function progressOf({ tries, lastAt, nextAt }: WebhookDelivery): string {
  if (lastAt === null) return 'Not tried yet.'
  const count = tries === 1 ? 'One try' : `${tries} tries`
  const tried = `${count}, the last ${formatDateTime(lastAt)}.`
  return nextAt === null ? tried : `${tried} The next ${formatDateTime(nextAt)}.`
}
