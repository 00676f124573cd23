import { Card } from '../../components/Card.tsx'
import { MeterList } from '../../components/MeterList.tsx'
import { formatMs, formatNumber } from '../../lib/format.ts'
import type { Summary } from './summary.ts'

const SHARES = [
  { share: 'p50', label: 'Half within (p50)' },
  { share: 'p90', label: '9 of 10 within (p90)' },
  { share: 'p99', label: '99 of 100 within (p99)' },
] as const

/** How long callers wait: for the first word, and for each answer. */
export function WaitingTimes({ summary: { answerMs, firstWordMs } }: { summary: Summary }) {
  const max = Math.max(answerMs.p99 ?? 0, firstWordMs.p99 ?? 0)
  return (
    <Card
      title="How long callers wait"
      description="From pick-up, or from their last sound, until the agent’s is on its way to them"
      className="lg:col-span-2"
    >
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        <Waits title="For an answer" what="answer" times={answerMs} max={max} />
        <Waits title="For the first word" what="call" times={firstWordMs} max={max} />
      </div>
    </Card>
  )
}

interface WaitsProps {
  title: string
  /** What was counted, one of it. */
  what: string
  times: Summary['answerMs']
  /** One scale for both, so that they compare. */
  max: number
}

function Waits({ title, what, times, max }: WaitsProps) {
  return (
    <div>
      <h3 className="mb-2 flex justify-between gap-3 text-sm">
        <span className="font-medium">{title}</span>
        <span className="text-ink-2">
          {formatNumber(times.count)} {times.count === 1 ? what : `${what}s`}
        </span>
      </h3>
      <MeterList
        max={max}
        meters={SHARES.map(({ share, label }) => {
          const ms = times[share]
          return {
            key: share,
            label,
            value: ms ?? 0,
            text: ms === null ? '–' : formatMs(ms),
          }
        })}
      />
    </div>
  )
}
