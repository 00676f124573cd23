import { clsx } from 'clsx'
import { Info } from 'lucide-react'
import type { ReactNode } from 'react'

const TONES = {
  info: 'border-accent/30 bg-accent-soft [&>svg]:text-accent',
  warn: 'border-warn/35 bg-warn-soft [&>svg]:text-warn',
}

interface NoticeProps {
  tone?: keyof typeof TONES
  children: ReactNode
  action?: ReactNode
}

/** Something to know that is no error. */
export function Notice({ tone = 'info', children, action }: NoticeProps) {
  return (
    <div
      className={clsx(
        'flex flex-wrap items-center gap-3 rounded-md border px-3 py-2.5',
        TONES[tone],
      )}
    >
      <Info aria-hidden className="size-4 shrink-0" />
      <div className="min-w-48 flex-1">{children}</div>
      {action}
    </div>
  )
}
