import { useMutation, useQuery } from 'convex/react'
import { ArrowRightLeft, Phone, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../convex/_generated/api.js'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { displayPhoneNumber } from '../../lib/phoneNumber.ts'
import { showToast } from '../../lib/toasts.ts'
import { AddNumberDialog } from './AddNumberDialog.tsx'
import { MoveNumberDialog } from './MoveNumberDialog.tsx'
import { NumberWay } from './NumberWay.tsx'
import { TwilioSteps } from './TwilioSteps.tsx'

interface PhoneNumbersProps {
  agent: Doc<'agents'>
  /** It takes calls. */
  voice: boolean
}

/** The numbers this agent answers, and how to make Twilio ring here. */
export function PhoneNumbers({ agent, voice }: PhoneNumbersProps) {
  const numbers = useQuery(api.twilioNumbers.list, { agentId: agent._id })
  const [adding, setAdding] = useState(false)
  return (
    <Card
      title="Phone Numbers"
      description={
        voice
          ? `Calls to these numbers are answered by ${agent.name}.`
          : 'Voice is off: whoever rings one of these numbers hears that it is not configured.'
      }
      action={
        voice && (
          <Button onClick={() => setAdding(true)}>
            <Plus aria-hidden />
            Add Phone Number
          </Button>
        )
      }
    >
      <NumberList numbers={numbers} voice={voice} />
      {voice && <TwilioSteps />}
      <AddNumberDialog agent={agent} open={adding} onOpenChange={setAdding} />
    </Card>
  )
}

interface NumberListProps {
  numbers: Doc<'twilioNumbers'>[] | undefined
  voice: boolean
}

function NumberList({ numbers, voice }: NumberListProps) {
  const [moving, setMoving] = useState<Doc<'twilioNumbers'> | null>(null)
  const [removing, setRemoving] = useState<Doc<'twilioNumbers'> | null>(null)
  const remove = useMutation(api.twilioNumbers.remove)
  if (numbers === undefined) return <Skeleton label="Loading numbers" rows={2} />
  const confirm = async () => {
    if (!removing) return
    await remove({ numberId: removing._id })
    showToast(`${removing.phoneNumber} is removed.`)
  }
  return (
    <>
      {numbers.length === 0 ? (
        <EmptyState icon={Phone} title="No number yet">
          {voice
            ? 'Add a number you own at Twilio, then point its webhook here as described below.'
            : 'An agent that only chats needs none.'}
        </EmptyState>
      ) : (
        <ul className="divide-y rounded-md border">
          {numbers.map((number) => (
            <NumberItem
              key={number._id}
              number={number}
              onMove={() => setMoving(number)}
              onRemove={() => setRemoving(number)}
            />
          ))}
        </ul>
      )}
      <MoveNumberDialog number={moving} onClose={() => setMoving(null)} />
      <ConfirmDialog
        title={`Remove ${removing ? displayPhoneNumber(removing.phoneNumber) : 'number'}?`}
        description="Callers of this number hear that it is not configured. The number itself stays yours at Twilio."
        confirm="Remove number"
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        onConfirm={confirm}
      />
    </>
  )
}

interface NumberItemProps {
  number: Doc<'twilioNumbers'>
  onMove: () => void
  onRemove: () => void
}

function NumberItem({ number, onMove, onRemove }: NumberItemProps) {
  const { phoneNumber, description } = number
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5 pr-1.5 pl-3">
      <div className="min-w-0 flex-1 max-sm:basis-full">
        <p className="font-medium tabular-nums">{displayPhoneNumber(phoneNumber)}</p>
        {description && (
          <p dir="auto" className="text-sm text-ink-2">
            {description}
          </p>
        )}
      </div>
      <NumberWay number={number} />
      <Button look="quiet" size="icon" aria-label={`Move ${phoneNumber}`} onClick={onMove}>
        <ArrowRightLeft aria-hidden />
      </Button>
      <Button look="quiet" size="icon" aria-label={`Remove ${phoneNumber}`} onClick={onRemove}>
        <Trash2 aria-hidden />
      </Button>
    </li>
  )
}
