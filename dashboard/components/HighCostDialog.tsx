import { ConfirmDialog } from './ConfirmDialog.tsx'

/** Whether the operator was asked, and confirmed what `unconfirmed` refuses. */
export interface Answer {
  confirmed: boolean
}

/** What the operator is asked before a number is stored, or rung. */
export interface Confirmation {
  /** A sentence; `null`: nothing is asked. */
  question: string | null
  /** Does it all the same. */
  confirm: () => Promise<void>
  dismiss: () => void
}

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
