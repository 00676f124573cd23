import type { Call } from '../../../convex/model/call.ts'
import { Badge } from '../../components/Badge.tsx'
import { LiveDot } from '../../components/LiveDot.tsx'
import { isRunning, outcomeOf } from '../../lib/callWords.ts'

type OutcomeBadgeProps = Pick<Call, 'status' | 'endReason' | 'answeredAt'>

/** How a call stands, or why it ended. */
export function OutcomeBadge(call: OutcomeBadgeProps) {
  const { words, tone } = outcomeOf(call)
  return (
    <Badge tone={tone}>
      {isRunning(call) && <LiveDot />}
      {words}
    </Badge>
  )
}
