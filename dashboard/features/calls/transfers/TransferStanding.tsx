import type { Call } from '../../../../convex/model/call.ts'
import { LiveDot } from '../../../components/LiveDot.tsx'
import { isRunning } from '../../../lib/callWords.ts'
import { formatDuration } from '../../../lib/format.ts'
import { displayPhoneNumber } from '../../../lib/phoneNumber.ts'
import { useNow } from '../../../lib/useNow.ts'
import { runningTransfer, standingOf } from './transferWords.ts'

const BOX =
  'mb-4 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-accent/30 bg-accent-soft px-3 py-2.5'

/** How far the attempt is that is under way, and for how long. */
export function TransferStanding({ call }: { call: Call }) {
  if (!isRunning(call)) return null
  const transfer = runningTransfer(call.transfers)
  const standing = transfer && standingOf(transfer)
  return (
    <div className={standing ? BOX : 'sr-only'}>
      {standing && (
        <span className="flex text-accent">
          <LiveDot />
        </span>
      )}
      {/* There before it says anything, so that it is read out; the seconds beside it are not. */}
      <output className="font-medium">{standing?.words}</output>
      {standing && <Since at={standing.since} />}
      {transfer && <bdi className="text-ink-2 tabular-nums">{displayPhoneNumber(transfer.to)}</bdi>}
    </div>
  )
}

function Since({ at }: { at: number }) {
  const now = useNow(1000)
  return <span className="tabular-nums">{formatDuration((now - at) / 1000)}</span>
}
