import { Link } from 'wouter'
import type { Call } from '../../../convex/model/call.ts'
import { Card } from '../../components/Card.tsx'
import { LiveDot } from '../../components/LiveDot.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { callerOf, talkSec } from '../../lib/callWords.ts'
import { formatDuration } from '../../lib/format.ts'
import { useNow } from '../../lib/useNow.ts'

/** Calls come and go inside a place of fixed height: nothing around it moves. */
export function CallsNow({ calls }: { calls: readonly Call[] | undefined }) {
  const now = useNow(1000)
  return (
    <Card title="Calls now" className="max-lg:order-first">
      <div className="-mx-2 h-28 overflow-y-auto px-2 lg:h-46">
        {calls === undefined && <Skeleton label="Loading the running calls" rows={3} />}
        {calls?.length === 0 && (
          <p className="text-ink-2">Nobody is on the line. Calls appear here as they come in.</p>
        )}
        <ul className="divide-y">
          {calls?.map((call) => (
            <li
              key={call.callSid}
              className="relative -mx-2 flex items-center gap-2.5 px-2 py-1.5 text-accent hover:bg-hover"
            >
              <LiveDot />
              <span className="min-w-0 flex-1">
                <Link
                  href={`/calls/${call.callSid}`}
                  className="block truncate font-medium text-ink after:absolute after:inset-0"
                >
                  <bdi>{callerOf(call)}</bdi>
                </Link>
                <span className="block truncate text-sm text-ink-2">{call.agentName}</span>
              </span>
              <span className="text-ink tabular-nums">{formatDuration(talkSec(call, now))}</span>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}
