import { useQuery } from 'convex/react'
import { clsx } from 'clsx'
import { CalendarX } from 'lucide-react'
import { useMemo } from 'react'
import { api } from '../../../convex/_generated/api.js'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'
import { localDate } from '../../lib/localDate.ts'
import { useSearchParams } from '../../lib/searchParams.ts'
import { useLastKnown } from '../../lib/useLastKnown.ts'
import { useNow } from '../../lib/useNow.ts'
import { useAgents } from '../../lib/useAgents.ts'
import { CallsNow } from './CallsNow.tsx'
import { CostParts } from './CostParts.tsx'
import { CallsPerDay, MinutesPerDay } from './DayCharts.tsx'
import { Failures } from './Failures.tsx'
import { FirstSteps } from './FirstSteps.tsx'
import { OverviewSkeleton } from './OverviewSkeleton.tsx'
import { chartPeriod, type Period, periodProblem, readPeriod, summaryArguments } from './period.ts'
import { PeriodPicker } from './PeriodPicker.tsx'
import type { Summary } from './summary.ts'
import { SummaryStats } from './SummaryStats.tsx'
import { WaitingTimes } from './WaitingTimes.tsx'

const NEWEST = { paginationOpts: { numItems: 1, cursor: null } }

export function OverviewPage() {
  const today = localDate(useNow(60_000))
  const [params, change] = useSearchParams()
  const period = useMemo(() => readPeriod(params, today), [params, today])
  const problem = periodProblem(period)
  const summary = useQuery(api.overview.summary, problem ? 'skip' : summaryArguments(period))
  const trend = useQuery(
    api.overview.summary,
    problem ? 'skip' : summaryArguments(chartPeriod(period)),
  )
  const newest = useQuery(api.voiceCalls.list, NEWEST)
  const knownSummary = useLastKnown(summary)
  const knownTrend = useLastKnown(trend)
  const everCalled = newest && newest.page.length > 0
  return (
    <Page
      title="Overview"
      actions={everCalled && <PeriodPicker period={period} problem={problem} onChange={change} />}
    >
      {!newest && <OverviewSkeleton />}
      {newest && !everCalled && <Beginning />}
      {everCalled && problem && (
        <EmptyState icon={CalendarX} title="These days cannot be shown">
          {problem}
        </EmptyState>
      )}
      {everCalled && !problem && !(knownSummary && knownTrend) && <OverviewSkeleton />}
      {everCalled && !problem && knownSummary && knownTrend && (
        <Figures
          period={period}
          summary={knownSummary}
          trend={knownTrend}
          stale={!summary || !trend}
        />
      )}
    </Page>
  )
}

interface FiguresProps {
  period: Period
  summary: Summary
  /** Its days are what the charts show. */
  trend: Summary
  /** Other figures are on their way. */
  stale: boolean
}

function Figures({ period, summary, trend, stale }: FiguresProps) {
  const running = useQuery(api.voiceCalls.active)
  return (
    <div aria-busy={stale} className={clsx('grid gap-4', stale && 'opacity-60')}>
      <SummaryStats summary={summary} running={running?.length} />
      <div className="grid gap-4 lg:grid-cols-3">
        <CallsPerDay days={trend.days} period={period} />
        <CallsNow calls={running} />
        <MinutesPerDay days={trend.days} period={period} />
        <CostParts summary={summary} />
        <WaitingTimes summary={summary} />
        <Failures summary={summary} period={period} />
      </div>
    </div>
  )
}

/** Before the first call. */
function Beginning() {
  const agents = useAgents()
  const numbers = useQuery(api.twilioNumbers.list, {})
  if (!agents || !numbers) return <OverviewSkeleton />
  return <FirstSteps agents={agents} numbers={numbers} />
}
