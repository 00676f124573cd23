import { clsx } from 'clsx'

/** Grey bars in the place of what is on its way. */
export function Skeleton({ label, rows = 4 }: { label: string; rows?: number }) {
  return (
    <output aria-label={label} className="grid gap-3">
      {Array.from({ length: rows }, (_, row) => (
        <Bar key={row} className={row % 3 === 2 ? 'w-2/3' : 'w-full'} />
      ))}
    </output>
  )
}

/** One bar; give it the size of what it stands for. */
export function Bar({ className }: { className?: string }) {
  return (
    <span aria-hidden className={clsx('block h-5 animate-pulse rounded-md bg-hover', className)} />
  )
}
