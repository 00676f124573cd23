import { Badge, type Tone } from '../../components/Badge.tsx'
import { Card } from '../../components/Card.tsx'
import { formatMs } from '../../lib/format.ts'
import type { Vendor } from '../../../convex/model/api.ts'

const NAMES: Record<Vendor['name'], { name: string; role: string }> = {
  openai: { name: 'OpenAI', role: 'The voice of the agents' },
  elevenlabs: { name: 'ElevenLabs', role: 'Ears and voices of pipelines' },
  twilio: { name: 'Twilio', role: 'The phone line' },
  convex: { name: 'Convex', role: 'Agents, numbers and calls' },
}

const STATES: Record<Vendor['state'], { words: string; tone: Tone }> = {
  ok: { words: 'Answers', tone: 'good' },
  simulated: { words: 'Simulated', tone: 'warn' },
  missing: { words: 'Not set up', tone: 'warn' },
  failing: { words: 'Failing', tone: 'bad' },
}

/** Whether everybody answers whom calls depend on. */
export function Vendors({ vendors }: { vendors: readonly Vendor[] }) {
  return (
    <Card title="Connections">
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        {vendors.map((vendor) => (
          <VendorItem key={vendor.name} vendor={vendor} />
        ))}
      </ul>
    </Card>
  )
}

function VendorItem({ vendor: { name, state, detail, latencyMs } }: { vendor: Vendor }) {
  const { words, tone } = STATES[state]
  return (
    <li className="min-w-0 rounded-md border p-3">
      <div className="flex items-start justify-between gap-2">
        <div>
          <h3 className="font-medium">{NAMES[name].name}</h3>
          <p className="text-sm text-ink-2 tabular-nums">
            {NAMES[name].role}
            {latencyMs !== null && `, ${formatMs(latencyMs)}`}
          </p>
        </div>
        <Badge tone={tone}>{words}</Badge>
      </div>
      <p className="mt-2">{detail}</p>
    </li>
  )
}
