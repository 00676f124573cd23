import { Stat, Stats } from '../../components/Stat.tsx'
import { formatNumber, formatShare, formatSums } from '../../lib/format.ts'
import { type Summary, summedCost } from './summary.ts'

interface SummaryStatsProps {
  summary: Summary
  /** How many calls run now; `undefined` until that is known. */
  running: number | undefined
}

export function SummaryStats({ summary: { totals, cost }, running }: SummaryStatsProps) {
  const { calls, failed, minutes } = totals
  const spent = summedCost(cost)
  const perMinute = Object.fromEntries(
    Object.entries(spent).map(([currency, sum]) => [currency, sum / minutes]),
  )
  return (
    <Stats className="lg:grid-cols-5">
      <Stat
        label="Calls now"
        value={running === undefined ? undefined : formatNumber(running)}
        note="in progress"
      />
      <Stat label="Calls" value={formatNumber(calls)} note="in this period" />
      <Stat
        label="Minutes"
        value={formatNumber(Math.round(minutes))}
        note={calls > 0 ? `${formatNumber(minutes / calls, 1)} a call` : ''}
      />
      <Stat
        label="Failed"
        value={formatNumber(failed)}
        note={calls > 0 ? `${formatShare(failed, calls)} of the calls` : ''}
      />
      <Stat
        label="Cost"
        value={formatSums(spent)}
        note={minutes >= 1 ? `${formatSums(perMinute)} a minute` : ''}
        className="max-sm:col-span-2 sm:max-lg:col-span-2"
      />
    </Stats>
  )
}
