import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon?: LucideIcon
  title: string
  /** What to do next. */
  children: ReactNode
  action?: ReactNode
}

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center rounded-lg border border-dashed border-line px-6 py-12 text-center">
      {Icon && <Icon aria-hidden className="mb-3 size-7 text-ink-2" strokeWidth={1.5} />}
      <h2 className="mb-1 font-semibold">{title}</h2>
      <div className="mb-4 max-w-md text-ink-2">{children}</div>
      {action}
    </div>
  )
}
