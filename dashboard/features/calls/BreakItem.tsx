import { clsx } from 'clsx'
import { PlugZap, Unplug } from 'lucide-react'
import type { CallBreak, CallRecordEvent } from '../../../convex/model/call.ts'
import { formatMs } from '../../lib/format.ts'
import { Marked } from './Marked.tsx'
import { Moment } from './Moment.tsx'
import { placeOf } from './waterfall.ts'

interface BreakItemProps {
  event: CallRecordEvent
  broke: CallBreak
  /** What the whole width of a bar stands for. */
  scaleMs: number
  words: string
}

/** A line across the conversation: here it broke, or here it went on. */
export function BreakItem({ event, broke, scaleMs, words }: BreakItemProps) {
  const { mendedAfterMs } = broke
  const isMended = mendedAfterMs !== undefined
  const Icon = isMended ? PlugZap : Unplug
  return (
    <div className="grid grid-cols-[2.75rem_minmax(0,1fr)] gap-x-2">
      <Moment atMs={event.atMs} />
      <div
        className={clsx(
          'flex flex-wrap items-center gap-x-3 gap-y-1 border-dashed py-1 text-sm',
          isMended ? 'border-b border-good text-good' : 'border-t border-bad text-bad',
        )}
      >
        <p className="flex min-w-0 flex-1 items-center gap-2">
          <Icon aria-hidden className="size-4 shrink-0" />
          <bdi>
            <Marked text={event.summary} words={words} />
          </bdi>
        </p>
        {isMended && <GapBar ms={mendedAfterMs} scaleMs={scaleMs} />}
      </div>
    </div>
  )
}

/** On the scale of the answers' bars, so that a break can be compared with a wait. */
function GapBar({ ms, scaleMs }: { ms: number; scaleMs: number }) {
  const { width } = placeOf({ startMs: 0, durationMs: ms }, scaleMs)
  return (
    <span aria-hidden className="flex items-center gap-2 text-ink-2">
      <span className="relative track block h-2.5 w-24 overflow-hidden rounded-full sm:w-36">
        <span className="mark mark-bad absolute inset-y-0 left-0" style={{ width: `${width}%` }} />
      </span>
      <span className="w-14 text-right tabular-nums">{formatMs(ms)}</span>
    </span>
  )
}
