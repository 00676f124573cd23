import { type ReactNode, useState } from 'react'
import { problemOf } from '../lib/problem.ts'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import { ErrorNotice } from './ErrorNotice.tsx'

interface ConfirmDialogProps {
  title: string
  description: ReactNode
  /** What the button does, as a verb: "Remove number". */
  confirm: string
  /** `danger` unless it can be undone. */
  look?: 'danger' | 'primary'
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Stays open and says why when this throws. */
  onConfirm: () => Promise<unknown>
}

/** Asks before something is done for good. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, description, confirm, look = 'danger', open, onOpenChange, onConfirm } = props
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const close = (next: boolean) => {
    setError(null)
    onOpenChange(next)
  }
  const run = async () => {
    setBusy(true)
    try {
      await onConfirm()
      close(false)
    } catch (failure) {
      setError(problemOf(failure).message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={title}
      description={description}
      open={open}
      onOpenChange={close}
      actions={
        <>
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button look={look} busy={busy} onClick={() => void run()}>
            {confirm}
          </Button>
        </>
      }
    >
      {error && <ErrorNotice message={error} />}
    </Dialog>
  )
}
