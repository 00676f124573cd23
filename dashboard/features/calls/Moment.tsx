import { formatDuration } from '../../lib/format.ts'

/** When something happened, from the start of the call. */
export function Moment({ atMs }: { atMs: number }) {
  return (
    <span className="pt-0.5 text-right text-sm text-ink-2 tabular-nums">
      {formatDuration(Math.floor(atMs / 1000))}
    </span>
  )
}
