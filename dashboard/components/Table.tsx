import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

interface TableProps {
  /** Read out by screen readers; not shown. */
  caption: string
  columns: readonly { label: string; className?: string; hidden?: boolean }[]
  /** Columns keep their widths, whatever is in them. */
  fixed?: boolean
  /** `<tr>`s of `Cell`s. */
  children: ReactNode
}

export function Table({ caption, columns, fixed = false, children }: TableProps) {
  return (
    <div className="overflow-x-auto rounded-lg border bg-surface">
      <table className={clsx('w-full text-left', fixed && 'table-fixed')}>
        <caption className="sr-only">{caption}</caption>
        <thead className="border-b text-sm text-ink-2">
          <tr>
            {columns.map(({ label, className, hidden }) => (
              <th key={label} scope="col" className={clsx('px-3 py-2 font-medium', className)}>
                {hidden ? <span className="sr-only">{label}</span> : label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">{children}</tbody>
      </table>
    </div>
  )
}

/** A row. With a `RowLink` inside, the whole row is its target. */
export function Row({ className, ...props }: ComponentProps<'tr'>) {
  return <tr {...props} className={clsx('relative hover:bg-hover', className)} />
}

export function Cell({ className, ...props }: ComponentProps<'td'>) {
  return <td {...props} className={clsx('px-3 py-2.5 align-middle', className)} />
}

/** Classes for the one link of a row: its target covers the row. */
export const rowLinkClass =
  'font-medium text-ink after:absolute after:inset-0 hover:text-accent focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent'
