import { PhoneIncoming, SearchX } from 'lucide-react'
import { Link } from 'wouter'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Button, buttonClass } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { displayPhoneNumber } from '../../lib/phoneNumber.ts'

interface NoCallsProps {
  agents: readonly Doc<'agents'>[]
  numbers: readonly Doc<'twilioNumbers'>[]
}

/** There was never a call: what to do to get one. */
export function NoCalls({ agents, numbers }: NoCallsProps) {
  const agent = agents.find(({ capabilities }) => capabilities.includes('voice'))
  const [number] = numbers
  if (!agent) {
    return (
      <EmptyState
        icon={PhoneIncoming}
        title="No calls yet"
        action={<Step href="/agents/new" label="Create New Agent" />}
      >
        Calls are answered by agents with a voice, and there is none. Create one first.
      </EmptyState>
    )
  }
  if (!number) {
    return (
      <EmptyState
        icon={PhoneIncoming}
        title="No calls yet"
        action={<Step href={`/agents/${agent._id}/voice`} label="Add Phone Number" />}
      >
        {agent.name} has no phone number. Add one, and its calls appear here as they happen.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={PhoneIncoming}
      title="No calls yet"
      action={<Step href={`/agents/${number.agentId}/test`} label="Test in the browser" />}
    >
      Ring {displayPhoneNumber(number.phoneNumber)}, and the call appears here as it happens. Or
      talk to the agent right in the browser.
    </EmptyState>
  )
}

function Step({ href, label }: { href: string; label: string }) {
  return (
    <Link href={href} className={buttonClass({ look: 'primary' })}>
      {label}
    </Link>
  )
}

export function NoMatchingCalls({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={SearchX}
      title="No calls match"
      action={<Button onClick={onClear}>Clear filters</Button>}
    >
      Words are found whole, and only in calls that have ended; numbers by their last 4, 7 or 10
      digits. Try fewer filters or a longer period.
    </EmptyState>
  )
}
