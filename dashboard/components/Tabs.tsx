import { clsx } from 'clsx'
import { Link } from 'wouter'

export interface Tab {
  href: string
  label: string
  current: boolean
}

/** Pages beside each other: each tab is a link, so that reload, back and sharing work. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="-mx-4 overflow-x-auto border-b px-4 md:mx-0 md:px-0">
      <ul className="flex gap-1">
        {tabs.map(({ href, label: text, current }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={current ? 'page' : undefined}
              className={clsx(
                '-mb-px block border-b-2 px-3 py-2 font-medium whitespace-nowrap -outline-offset-2',
                current
                  ? 'border-accent text-accent'
                  : 'border-transparent text-ink-2 hover:text-ink',
              )}
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
