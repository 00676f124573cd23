import { clsx } from 'clsx'
import { Link } from 'wouter'
import type { Call } from '../../../convex/model/call.ts'
import { Bar } from '../../components/Skeleton.tsx'
import { Cell, Row, rowLinkClass, Table } from '../../components/Table.tsx'
import { callerOf, isRunning, talkSec, totalCost } from '../../lib/callWords.ts'
import { formatDateTime, formatDuration, formatSums, formatWhen } from '../../lib/format.ts'
import { useMedia, WIDE } from '../../lib/useMedia.ts'
import { useNow } from '../../lib/useNow.ts'
import { OutcomeBadge } from './OutcomeBadge.tsx'

/** Widths are fixed, so that rows that come and go move nothing sideways. */
const COLUMNS = [
  { label: 'Caller', className: 'w-[24%]' },
  { label: 'Agent' },
  { label: 'Started', className: 'w-40' },
  { label: 'Length', className: 'w-20 text-right' },
  { label: 'Outcome', className: 'w-44' },
  { label: 'Cost', className: 'w-24 text-right' },
]

interface CallListProps {
  /** The running ones first. */
  calls: readonly Call[]
  /** Another answer is on its way; these are the last one's. */
  stale?: boolean
}

interface CallItemProps {
  call: Call
  now: number
}

/** A table where there is room for one, and cards where there is not. */
export function CallList({ calls, stale = false }: CallListProps) {
  const now = useNow(calls.some(isRunning) ? 1000 : 30_000)
  const wide = useMedia(WIDE)
  return (
    <div aria-busy={stale} className={clsx(stale && 'opacity-60')}>
      {wide ? (
        <Table caption="Calls, the running ones first" columns={COLUMNS} fixed>
          {calls.map((call) => (
            <CallRow key={call.callSid} call={call} now={now} />
          ))}
        </Table>
      ) : (
        <ul
          aria-label="Calls, the running ones first"
          className="divide-y overflow-hidden rounded-lg border bg-surface"
        >
          {calls.map((call) => (
            <CallCard key={call.callSid} call={call} now={now} />
          ))}
        </ul>
      )}
    </div>
  )
}

function CallRow({ call, now }: CallItemProps) {
  return (
    <Row>
      <Cell>
        <CallLink call={call} />
      </Cell>
      <Cell className="truncate text-ink-2">
        <bdi>{call.agentName}</bdi>
      </Cell>
      <Cell className="whitespace-nowrap text-ink-2">
        <Started call={call} now={now} />
      </Cell>
      <Cell className="text-right tabular-nums">{formatDuration(talkSec(call, now))}</Cell>
      <Cell {...(call.failure && { title: call.failure })}>
        <OutcomeBadge {...call} />
      </Cell>
      <Cell className="text-right text-ink-2 tabular-nums">{formatSums(totalCost(call))}</Cell>
    </Row>
  )
}

function CallCard({ call, now }: CallItemProps) {
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-3 py-2.5 hover:bg-hover">
      <CallLink call={call} />
      <span className="text-right">
        <OutcomeBadge {...call} />
      </span>
      <bdi className="truncate text-sm text-ink-2">{call.agentName}</bdi>
      <span className="text-right text-sm tabular-nums">
        <span className="sr-only">Length </span>
        {formatDuration(talkSec(call, now))}
      </span>
      <span className="text-sm text-ink-2">
        <Started call={call} now={now} />
      </span>
      <span className="text-right text-sm text-ink-2 tabular-nums">
        <span className="sr-only">Cost </span>
        {formatSums(totalCost(call))}
      </span>
    </li>
  )
}

function CallLink({ call }: { call: Call }) {
  return (
    <Link href={`/calls/${call.callSid}`} className={rowLinkClass}>
      <bdi className="block truncate tabular-nums">{callerOf(call)}</bdi>
    </Link>
  )
}

function Started({ call: { startedAt }, now }: CallItemProps) {
  return (
    <time dateTime={new Date(startedAt).toISOString()} title={formatDateTime(startedAt)}>
      {formatWhen(startedAt, now)}
    </time>
  )
}

interface SkeletonProps {
  rows?: number
  label?: string
}

/** The shape of the list while its first answer is on its way. */
export function CallListSkeleton({ rows = 8, label = 'Loading calls' }: SkeletonProps) {
  return (
    <output aria-label={label} className="block divide-y rounded-lg border bg-surface">
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className="flex h-20 items-center gap-6 px-3 md:h-10.5">
          <Bar className="w-40" />
          <Bar className="hidden flex-1 md:block" />
          <Bar className="ml-auto w-24" />
        </span>
      ))}
    </output>
  )
}
