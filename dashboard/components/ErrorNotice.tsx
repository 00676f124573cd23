import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

interface ErrorNoticeProps {
  /** A sentence: what happened, and what to do. */
  message: ReactNode
  /** A button, e.g. "Try again". */
  action?: ReactNode
}

export function ErrorNotice({ message, action }: ErrorNoticeProps) {
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-3 rounded-md border border-bad/40 bg-bad-soft px-3 py-2.5"
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-bad" />
      <div dir="auto" className="min-w-48 flex-1">
        {message}
      </div>
      {action}
    </div>
  )
}
