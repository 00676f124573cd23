import { type ReactNode, useEffect, useRef } from 'react'
import { hasNavigated } from '../lib/navigation.ts'
import { usePageTitle } from '../lib/pageTitle.ts'

interface PageProps {
  title: string
  /** Above the title: where this page belongs. */
  breadcrumb?: ReactNode
  description?: ReactNode
  /** Buttons beside the title. */
  actions?: ReactNode
  children: ReactNode
}

/** The frame of every page: its title, in the tab too, and what belongs beside it. */
export function Page({ title, breadcrumb, description, actions, children }: PageProps) {
  usePageTitle(title)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (hasNavigated() && mayTakeFocus()) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className="mx-auto w-full max-w-6xl px-4 pt-4 pb-10 md:px-8 md:pt-7">
      {breadcrumb && <div className="mb-1 text-sm text-ink-2">{breadcrumb}</div>}
      <header className="mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0">
          <h1
            ref={heading}
            tabIndex={-1}
            dir="auto"
            className="text-[1.375rem] leading-8 font-semibold"
          >
            {title}
          </h1>
          {description && <div className="text-ink-2">{description}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** After a link was followed the new page is read from its top; a menu or dialog keeps its focus. */
function mayTakeFocus(): boolean {
  const focused = document.activeElement
  return focused === document.body || Boolean(focused?.closest('nav, main'))
}
