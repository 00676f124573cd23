import { formatMs } from '../../lib/format.ts'
import { placeOf, type WaitPart, type Waterfall } from './waterfall.ts'

const COLOURS: Record<WaitPart, string> = {
  pause: 'mark-pause',
  start: 'mark-start',
  model: 'mark-model',
  ears: 'mark-start',
  brain: 'mark-model',
  mouth: 'mark-mouth',
  line: 'mark-line',
}

interface WaterfallBarProps {
  waterfall: Waterfall
  /** What the whole width stands for. */
  scaleMs: number
}

/** Where the wait before an answer went: a bar to see, and its parts in figures when opened. */
export function WaterfallBar({ waterfall, scaleMs }: WaterfallBarProps) {
  return (
    <details className="text-sm text-ink-2 sm:relative">
      <summary
        title={`${waterfall.from} → ${waterfall.to.toLowerCase()}`}
        className="flex w-fit list-none items-center gap-2 rounded-sm [&::-webkit-details-marker]:hidden"
      >
        <span className="relative track block h-2.5 w-24 overflow-hidden rounded-full sm:w-36">
          {waterfall.segments.map((segment) => {
            const { left, width } = placeOf(segment, scaleMs)
            return (
              <span
                key={segment.step}
                className={`mark absolute inset-y-0 ${COLOURS[segment.part]}`}
                style={{ left: `${left}%`, width: `${width}%` }}
              />
            )
          })}
        </span>
        <span className="w-14 text-right tabular-nums">
          <span className="sr-only">
            {waterfall.from} to {waterfall.to.toLowerCase()}:{' '}
          </span>
          {formatMs(waterfall.totalMs)}
          <span className="sr-only">, show the parts</span>
        </span>
      </summary>
      <WaterfallParts waterfall={waterfall} />
    </details>
  )
}

function WaterfallParts({ waterfall }: { waterfall: Waterfall }) {
  return (
    <ol className="absolute top-full right-0 z-10 mt-1 grid w-max grid-cols-[auto_auto] gap-x-4 gap-y-0.5 rounded-md border bg-raised px-3 py-2 shadow-pop">
      <li className="contents">
        <span>{waterfall.from}</span>
        <span className="text-right tabular-nums">0 ms</span>
      </li>
      {waterfall.segments.map(({ step, label, part, durationMs }) => (
        <li key={step} className="contents">
          <span className="flex items-center gap-2">
            <span aria-hidden className={`mark size-2.5 rounded-xs ${COLOURS[part]}`} />
            {label}
          </span>
          <span className="text-right text-ink tabular-nums">+ {formatMs(durationMs)}</span>
        </li>
      ))}
    </ol>
  )
}

/** What the colours of the bars mean; `parts`: those that there are. */
export function WaterfallLegend({ parts }: { parts: readonly WaitPart[] }) {
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
      <span>Wait for the answer:</span>
      {parts.map((part) => (
        <span key={part} className="flex items-center gap-1.5">
          <span aria-hidden className={`mark size-2.5 rounded-xs ${COLOURS[part]}`} />
          {part}
        </span>
      ))}
    </p>
  )
}
