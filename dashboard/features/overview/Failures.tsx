import { CircleCheck } from 'lucide-react'
import { Link } from 'wouter'
import { Card } from '../../components/Card.tsx'
import { MeterList } from '../../components/MeterList.tsx'
import { END_REASONS } from '../../lib/callWords.ts'
import { formatNumber } from '../../lib/format.ts'
import { saidOf } from '../../lib/saidOf.ts'
import type { Period } from './period.ts'
import type { Summary } from './summary.ts'

export function Failures({ summary, period }: { summary: Summary; period: Period }) {
  const { failures } = summary
  const href = `/calls?status=failed&from=${period.from}&to=${period.to}`
  return (
    <Card title="Failures by reason">
      {failures.length === 0 ? (
        <p className="flex items-center gap-2 text-ink-2">
          <CircleCheck aria-hidden className="size-4 text-good" />
          No call failed in this period.
        </p>
      ) : (
        <>
          <MeterList
            meters={failures.map(({ reason, calls }) => ({
              key: reason,
              label: saidOf(END_REASONS, reason) ?? reason,
              value: calls,
              text: formatNumber(calls),
              bad: true,
            }))}
          />
          <Link
            href={href}
            className="mt-3 inline-block text-sm text-accent underline underline-offset-2"
          >
            Show the failed calls
          </Link>
        </>
      )}
    </Card>
  )
}
