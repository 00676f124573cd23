import { PhoneOff } from 'lucide-react'
import { useState } from 'react'
import type { Call } from '../../../convex/model/call.ts'
import { Button } from '../../components/Button.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { apiSend } from '../../lib/api.ts'
import { runningTransfer } from './transfers/transferWords.ts'

export function EndCallButton({ call }: { call: Call }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <PhoneOff aria-hidden className="text-bad" />
        End call
      </Button>
      <ConfirmDialog
        title="End this call?"
        description={whatEnds(call)}
        confirm="End call"
        open={asking}
        onOpenChange={setAsking}
        onConfirm={() => apiSend(`/api/calls/${encodeURIComponent(call.callSid)}/end`)}
      />
    </>
  )
}

function whatEnds({ transfers }: Call): string {
  const transfer = runningTransfer(transfers)
  if (!transfer) return 'The agent stops, and the caller is disconnected at once.'
  if (transfer.connectedAt !== null) {
    return `The caller and ${transfer.destination} are disconnected at once.`
  }
  return `The agent stops, the caller is disconnected at once, and ${transfer.destination} is not called any more.`
}
