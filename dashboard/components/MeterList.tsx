import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export interface Meter {
  key: string
  label: ReactNode
  value: number
  /** The value as people read it. */
  text: string
  /** It counts what went wrong. */
  bad?: boolean
}

/** Values beside each other as bars on one scale; each has its label and its figure. */
export function MeterList({ meters, max }: { meters: readonly Meter[]; max?: number }) {
  const scale = max ?? Math.max(...meters.map(({ value }) => value))
  return (
    <dl className="grid gap-2.5">
      {meters.map(({ key, label, value, text, bad = false }) => (
        <div key={key} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1">
          <dt className="min-w-0">{label}</dt>
          <dd className="text-right tabular-nums">{text}</dd>
          <dd aria-hidden className="col-span-2 h-1.5 track overflow-hidden rounded-full">
            <span
              className={clsx('mark block h-full rounded-full', bad && 'mark-bad')}
              style={{ width: `${scale > 0 ? (value / scale) * 100 : 0}%` }}
            />
          </dd>
        </div>
      ))}
    </dl>
  )
}
