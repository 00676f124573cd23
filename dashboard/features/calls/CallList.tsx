import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Call } from '../../../convex/model/call.ts'
import { Bar } from '../../components/Skeleton.tsx'
import { rowLinkClass } from '../../components/Table.tsx'
import { callerOf, isRunning, talkSec, totalCost } from '../../lib/callWords.ts'
import { formatDateTime, formatDuration, formatSums, formatWhen } from '../../lib/format.ts'
import { useNow } from '../../lib/useNow.ts'
import { OutcomeBadge } from './OutcomeBadge.tsx'

/** Widths are fixed, so that rows that come and go move nothing sideways. */
const COLUMNS = [
  { label: 'Caller', className: 'md:w-[24%]' },
  { label: 'Agent', className: '' },
  { label: 'Started', className: 'md:w-40' },
  { label: 'Length', className: 'md:w-20 md:text-right' },
  { label: 'Outcome', className: 'md:w-44' },
  { label: 'Cost', className: 'md:w-24 md:text-right' },
]

interface CallListProps {
  /** The running ones first. */
  calls: readonly Call[]
  /** Another answer is on its way; these are the last one's. */
  stale?: boolean
}

/** A table where there is room for one, and cards where there is not. */
export function CallList({ calls, stale = false }: CallListProps) {
  const now = useNow(calls.some(isRunning) ? 1000 : 30_000)
  return (
    <CallTable busy={stale}>
      {calls.map((call) => (
        <CallRow key={call.callSid} call={call} now={now} />
      ))}
    </CallTable>
  )
}

/** Roles are spelled out: laid out as cards, browsers would not count it as a table any more. */
function CallTable({ busy, children }: { busy: boolean; children: ReactNode }) {
  return (
    <div className={clsx('overflow-hidden rounded-lg border bg-surface', busy && 'opacity-60')}>
      <table role="table" aria-busy={busy} className="block w-full table-fixed text-left md:table">
        <caption className="sr-only">Calls, the running ones first</caption>
        <thead
          role="rowgroup"
          className="sr-only border-b text-sm text-ink-2 md:not-sr-only md:table-header-group"
        >
          <tr role="row">
            {COLUMNS.map(({ label, className }) => (
              <th
                key={label}
                role="columnheader"
                scope="col"
                className={clsx('font-medium md:px-3 md:py-2', className)}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="block divide-y md:table-row-group">
          {children}
        </tbody>
      </table>
    </div>
  )
}

function CallRow({ call, now }: { call: Call; now: number }) {
  return (
    <tr
      role="row"
      className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-3 py-2.5 hover:bg-hover md:table-row"
    >
      <Cell className="md:max-w-0">
        <Link href={`/calls/${call.callSid}`} className={rowLinkClass}>
          <span className="block truncate tabular-nums">{callerOf(call)}</span>
        </Link>
      </Cell>
      <Cell className="order-2 truncate text-ink-2 max-md:text-sm">{call.agentName}</Cell>
      <Cell className="order-4 whitespace-nowrap text-ink-2 max-md:text-sm">
        <time
          dateTime={new Date(call.startedAt).toISOString()}
          title={formatDateTime(call.startedAt)}
        >
          {formatWhen(call.startedAt, now)}
        </time>
      </Cell>
      <Cell className="order-3 text-right tabular-nums max-md:text-sm">
        {formatDuration(talkSec(call, now))}
      </Cell>
      <Cell className="order-1 max-md:text-right" {...(call.failure && { title: call.failure })}>
        <OutcomeBadge {...call} />
      </Cell>
      <Cell className="order-5 text-right text-ink-2 tabular-nums max-md:text-sm">
        {formatSums(totalCost(call))}
      </Cell>
    </tr>
  )
}

function Cell(props: { className?: string; title?: string; children: ReactNode }) {
  return (
    <td
      {...props}
      role="cell"
      className={clsx('min-w-0 align-middle md:px-3 md:py-2', props.className)}
    />
  )
}

/** The shape of the list while its first answer is on its way. */
export function CallListSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div role="status" aria-label="Loading calls" className="divide-y rounded-lg border bg-surface">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-20 items-center gap-6 px-3 md:h-10.5">
          <Bar className="w-40" />
          <Bar className="hidden flex-1 md:block" />
          <Bar className="ml-auto w-24" />
        </div>
      ))}
    </div>
  )
}
