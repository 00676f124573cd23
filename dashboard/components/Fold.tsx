import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'

interface FoldProps {
  title: string
  /** In a few words, what is within. */
  about: string
  /** It begins unfolded. */
  open: boolean
  /** It holds something wrong, which is not to be folded away. */
  wrong: boolean
  children: ReactNode
}

/** What is folded together until one looks into it. */
export function Fold({ title, about, open, wrong, children }: FoldProps) {
  const [looking, setLooking] = useState(open)
  return (
    <details
      open={looking || wrong}
      onToggle={(event) => setLooking(event.currentTarget.open)}
      className="group min-w-0 rounded-md border"
    >
      <summary className="flex list-none items-center gap-2 rounded-md px-3 py-2 font-medium hover:bg-hover">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-ink-2 transition-transform group-open:rotate-90"
        />
        <span className="min-w-0 truncate">{title}</span>
        <span className="min-w-0 truncate text-sm font-normal text-ink-2">{about}</span>
      </summary>
      <div className="grid grid-cols-1 gap-4 border-t p-3 sm:p-4">{children}</div>
    </details>
  )
}
