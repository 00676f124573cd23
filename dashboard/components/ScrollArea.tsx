import { clsx } from 'clsx'
import type { ReactNode } from 'react'

interface ScrollAreaProps {
  /** What it holds: it is a place that the keyboard reaches. */
  label: string
  className?: string
  children: ReactNode
}

/** A place with a height of its own, that arrow keys scroll when it has the focus. */
export function ScrollArea({ label, className, children }: ScrollAreaProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- else only a mouse could scroll it
    <section aria-label={label} tabIndex={0} className={clsx('overflow-auto', className)}>
      {children}
    </section>
  )
}
