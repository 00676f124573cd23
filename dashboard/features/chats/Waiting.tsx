import { api } from '../../../convex/_generated/api.js'
import { Badge } from '../../components/Badge.tsx'
import { useQueryIfThere } from '../../lib/useQueryIfThere.ts'

/** How many conversations wait for a person, beside the page that shows them. */
export function useWaitingAt(href: string): number {
  const waiting = useQueryIfThere(api.chats.waiting, {})
  return href === '/conversations' ? (waiting?.length ?? 0) : 0
}

export function WaitingBadge({ waiting }: { waiting: number }) {
  return (
    <Badge tone="warn">
      {waiting}
      <span className="sr-only"> {waiting === 1 ? 'waits' : 'wait'} for a person</span>
    </Badge>
  )
}
