import type { MouseEvent } from 'react'
import { Link } from 'wouter'
import { readEntry } from '../lib/historyEntry.ts'

interface BreadcrumbProps {
  /** A page of which this one is a part. */
  href: string
  label: string
}

/** Leads up. To a list that one comes from it goes back, so that this is as it was left. */
export function Breadcrumb({ href, label }: BreadcrumbProps) {
  const { cameFrom } = readEntry()
  const back = cameFrom !== null && cameFrom.split('?')[0] === href
  const goBack = (event: MouseEvent) => {
    if (!back || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    history.back()
  }
  return (
    <Link href={back ? cameFrom : href} onClick={goBack} className="hover:text-ink hover:underline">
      {label}
    </Link>
  )
}
