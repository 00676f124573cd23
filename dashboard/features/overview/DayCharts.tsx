import { Card } from '../../components/Card.tsx'
import { ColumnChart } from '../../components/ColumnChart.tsx'
import { formatDay, formatNumber } from '../../lib/format.ts'
import { chartPeriod, type Period } from './period.ts'
import type { DaySummary } from './summary.ts'

interface DayChartProps {
  days: readonly DaySummary[]
  /** Days before it are shown paler, for comparison. */
  period: Period
}

export function CallsPerDay({ days, period }: DayChartProps) {
  const well = days.map(({ calls, failed }) => calls - failed)
  const failed = days.map((day) => day.failed)
  return (
    <Card
      title="Calls per day"
      description={comparison(period)}
      className="lg:col-span-2"
      action={<Legend />}
    >
      <ColumnChart
        label="Calls per day"
        columns={columnsOf(days, period)}
        series={[
          { label: 'Went well', values: well },
          { label: 'Failed', bad: true, values: failed },
        ]}
        format={formatNumber}
      />
    </Card>
  )
}

function Legend() {
  return (
    <p aria-hidden className="flex gap-3 text-sm text-ink-2">
      <span className="flex items-center gap-1.5">
        <span className="mark size-2.5 rounded-xs" /> went well
      </span>
      <span className="flex items-center gap-1.5">
        <span className="mark mark-bad size-2.5 rounded-xs" /> failed
      </span>
    </p>
  )
}

export function MinutesPerDay({ days, period }: DayChartProps) {
  const minutes = days.map((day) => day.minutes)
  return (
    <Card title="Minutes per day" description={comparison(period)} className="lg:col-span-2">
      <ColumnChart
        label="Minutes of talk per day"
        columns={columnsOf(days, period)}
        series={[{ label: 'Minutes', values: minutes }]}
        format={(value) => formatNumber(Math.round(value * 10) / 10)}
      />
    </Card>
  )
}

function columnsOf(days: readonly DaySummary[], { from }: Period) {
  return days.map(({ date }) => ({ ...formatDay(date), faded: date < from }))
}

function comparison(period: Period): string | undefined {
  return chartPeriod(period).from < period.from ? 'Beside the days before' : undefined
}
