import { useState } from 'react'
import { Dialog } from '../../../components/Dialog.tsx'
import { useAgents } from '../../../lib/useAgents.ts'
import type { CallView } from '../liveCall.ts'
import { agentIdNow } from './agentNow.ts'
import { OpenTransfer } from './OpenTransfer.tsx'
import { TransferForm } from './TransferForm.tsx'
import { runningTransfer } from './transferWords.ts'

/** Puts the caller of a running call through to a person. */
export function TransferButton({ view }: { view: CallView }) {
  const [asking, setAsking] = useState(false)
  const agents = useAgents()
  const agentId = agentIdNow(view)
  const isPossible = agents !== undefined && runningTransfer(view.call.transfers) === null
  return (
    <>
      <OpenTransfer disabled={!isPossible} onClick={() => setAsking(true)} />
      <Dialog
        title="Transfer this call"
        description="The person is rung now. The caller stays with the agent until the person has taken the call."
        open={asking}
        onOpenChange={setAsking}
      >
        <TransferForm
          callSid={view.call.callSid}
          agent={agents?.find(({ _id }) => _id === agentId)}
          onDone={() => setAsking(false)}
        />
      </Dialog>
    </>
  )
}
