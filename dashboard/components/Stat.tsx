import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Bar } from './Skeleton.tsx'

/** Figures that belong together, side by side. */
export function Stats({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <dl
      className={clsx(
        'grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-3',
        className,
      )}
    >
      {children}
    </dl>
  )
}

interface StatProps {
  label: string
  /** `undefined`: still on its way. */
  value: ReactNode
  /** What the figure means, or what it is made of. */
  note?: ReactNode
  className?: string
}

export function Stat({ label, value, note, className }: StatProps) {
  return (
    <div className={clsx('min-w-0 bg-surface px-4 py-3', className)}>
      <dt className="text-sm text-ink-2">{label}</dt>
      <dd className="min-h-8 text-xl leading-8 font-semibold tabular-nums">
        {value === undefined ? <Placeholder /> : value}
      </dd>
      <dd className="min-h-5 text-sm text-ink-2">{note}</dd>
    </div>
  )
}

function Placeholder() {
  return (
    <span className="flex h-8 items-center">
      <Bar className="w-16" />
    </span>
  )
}
