import { clsx } from 'clsx'
import { type ReactNode, useId } from 'react'

interface CardProps {
  title?: string
  description?: ReactNode
  /** A button beside the title. */
  action?: ReactNode
  className?: string
  children: ReactNode
}

/** A titled part of a page. */
export function Card({ title, description, action, className, children }: CardProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={clsx('min-w-0 rounded-lg border bg-surface p-4 sm:p-5', className)}
    >
      {title && (
        <div className="mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <div className="min-w-52 flex-1">
            <h2 id={id} className="font-semibold">
              {title}
            </h2>
            {description && <div className="text-sm text-ink-2">{description}</div>}
          </div>
          {action}
        </div>
      )}
      {children}
    </section>
  )
}
