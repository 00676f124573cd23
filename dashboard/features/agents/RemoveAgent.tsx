import { useMutation } from 'convex/react'
import { useState } from 'react'
import { api } from '../../../convex/_generated/api.js'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { redirect } from '../../lib/navigation.ts'
import { showToast } from '../../lib/toasts.ts'

export function RemoveAgent({ agent }: { agent: Doc<'agents'> }) {
  const [open, setOpen] = useState(false)
  const remove = useMutation(api.agents.remove)
  const onConfirm = async () => {
    await remove({ agentId: agent._id })
    redirect('/agents')
    showToast(`${agent.name} is removed.`)
  }
  return (
    <Card
      title="Remove this agent"
      description="Its phone numbers have to go to another agent first. Past calls are kept."
      action={<Button onClick={() => setOpen(true)}>Remove agent…</Button>}
    >
      <ConfirmDialog
        title={`Remove ${agent.name}?`}
        description="Nobody will be answered by it any more. This cannot be undone."
        confirm="Remove agent"
        open={open}
        onOpenChange={setOpen}
        onConfirm={onConfirm}
      />
    </Card>
  )
}
