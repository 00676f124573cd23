import { Card } from '../../components/Card.tsx'
import { MeterList } from '../../components/MeterList.tsx'
import { formatUsd } from '../../lib/format.ts'
import { type Summary, summedCost } from './summary.ts'

const PARTS = [
  { part: 'model', label: 'Voice model' },
  { part: 'transcription', label: 'Transcription' },
  { part: 'carrier', label: 'Phone line' },
] as const

export function CostParts({ summary: { cost } }: { summary: Summary }) {
  const total = summedCost(cost)
  return (
    <Card title="Cost by part" description="Twilio tells the line’s price some time after a call">
      <MeterList
        max={total}
        meters={PARTS.map(({ part, label }) => ({
          key: part,
          label,
          value: cost[part],
          text: formatUsd(cost[part]),
          className: 'bg-accent',
        }))}
      />
      <p className="mt-3 flex justify-between border-t pt-2 font-semibold">
        Total <span className="tabular-nums">{formatUsd(total)}</span>
      </p>
    </Card>
  )
}
