import { Card } from '../../components/Card.tsx'
import { MeterList } from '../../components/MeterList.tsx'
import { partLabel } from '../../lib/callWords.ts'
import { formatMoney, formatSums, formatUsd } from '../../lib/format.ts'
import { type Summary, summedCost } from './summary.ts'

const PHONE_LINE = 'Phone line'

export function CostParts({ summary: { cost } }: { summary: Summary }) {
  const { USD: line = 0, ...foreign } = cost.carrier
  const meters = [
    ...Object.entries(cost.parts).map(([part, usd]) => ({ label: partLabel(part), usd })),
    { label: PHONE_LINE, usd: line },
  ]
  const total = summedCost(cost)
  return (
    <Card title="Cost by part" description="Twilio tells the line’s price some time after a call">
      <MeterList
        max={total['USD'] ?? 0}
        meters={meters.map(({ label, usd }) => ({
          key: label,
          label,
          value: usd,
          text: formatUsd(usd),
        }))}
      />
      {Object.entries(foreign).map(([currency, sum]) => (
        // Amounts of two currencies have no common scale.
        <p key={currency} className="mt-2.5 flex justify-between">
          {PHONE_LINE} <span className="tabular-nums">{formatMoney(sum, currency)}</span>
        </p>
      ))}
      <p className="mt-3 flex justify-between border-t pt-2 font-semibold">
        Total <span className="tabular-nums">{formatSums(total)}</span>
      </p>
    </Card>
  )
}
