import { Phone } from 'lucide-react'
import { Link } from 'wouter'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { buttonClass } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { NumberWebhook } from './NumberWebhook.tsx'

interface NumberWebhooksProps {
  /** `undefined`: still on their way. */
  numbers: readonly Doc<'twilioNumbers'>[] | undefined
  agents: readonly Doc<'agents'>[] | undefined
}

/** For each number, whether Twilio really sends its calls here. */
export function NumberWebhooks({ numbers, agents }: NumberWebhooksProps) {
  return (
    <Card
      title="Phone numbers"
      description="Where Twilio sends the calls of each number, asked just now."
    >
      {numbers === undefined && <Skeleton label="Loading the numbers" rows={2} />}
      {numbers?.length === 0 && <NoNumbers agentId={agents?.[0]?._id} />}
      <ul className="divide-y">
        {numbers?.map((number) => (
          <NumberWebhook
            key={number._id}
            number={number}
            agentName={agents?.find(({ _id }) => _id === number.agentId)?.name ?? ''}
          />
        ))}
      </ul>
    </Card>
  )
}

function NoNumbers({ agentId }: { agentId: string | undefined }) {
  return (
    <EmptyState
      icon={Phone}
      title="No phone numbers yet"
      action={
        <Link href={agentId ? `/agents/${agentId}/voice` : '/agents/new'} className={buttonClass()}>
          {agentId ? 'Add Phone Number' : 'Create New Agent'}
        </Link>
      }
    >
      Numbers belong to agents. Add one to an agent, then point it here.
    </EmptyState>
  )
}
