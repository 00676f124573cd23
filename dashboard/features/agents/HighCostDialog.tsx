import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import type { Confirmation } from './useAgentForm.ts'

/** Asks before calls can be put through to a number that costs far more than others. */
export function HighCostDialog({ confirmation }: { confirmation: Confirmation }) {
  const { question, confirm, dismiss } = confirmation
  return (
    <ConfirmDialog
      title="Calls to this number are expensive"
      description={question}
      confirm="Use this number"
      cancel="Change the number"
      open={question !== null}
      onOpenChange={(open) => !open && dismiss()}
      onConfirm={confirm}
    />
  )
}
