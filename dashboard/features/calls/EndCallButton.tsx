import { PhoneOff } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { apiSend } from '../../lib/api.ts'

export function EndCallButton({ callSid }: { callSid: string }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <PhoneOff aria-hidden className="text-bad" />
        End call
      </Button>
      <ConfirmDialog
        title="End this call?"
        description="The agent stops, and the caller is disconnected at once."
        confirm="End call"
        open={asking}
        onOpenChange={setAsking}
        onConfirm={() => apiSend(`/api/calls/${encodeURIComponent(callSid)}/end`)}
      />
    </>
  )
}
