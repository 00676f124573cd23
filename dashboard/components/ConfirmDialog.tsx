import { type ReactNode, useState } from 'react'
import { problemOf } from '../lib/problem.ts'
import { Button } from './Button.tsx'
import { Dialog, DialogActions } from './Dialog.tsx'
import { ErrorNotice } from './ErrorNotice.tsx'

interface ConfirmDialogProps {
  title: string
  description: ReactNode
  /** What the button does, as a verb: "Remove number". */
  confirm: string
  /** What the other button says, where it is not “Cancel”. */
  cancel?: string
  /** `danger` unless it can be undone. */
  look?: 'danger' | 'primary'
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Stays open and says why when this throws. */
  onConfirm: () => Promise<unknown> | void
}

/** Asks before something is done for good. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, description, open, onOpenChange } = props
  return (
    <Dialog title={title} description={description} open={open} onOpenChange={onOpenChange}>
      <Confirmation {...props} />
    </Dialog>
  )
}

function Confirmation({
  confirm,
  look = 'danger',
  cancel,
  onOpenChange,
  onConfirm,
}: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const run = async () => {
    setBusy(true)
    try {
      await onConfirm()
      onOpenChange(false)
    } catch (failure) {
      setError(problemOf(failure).message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {error && <ErrorNotice message={error} />}
      <DialogActions {...(cancel && { cancel })}>
        <Button look={look} busy={busy} onClick={() => void run()}>
          {confirm}
        </Button>
      </DialogActions>
    </>
  )
}
