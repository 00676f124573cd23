import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { apiSend } from '../../../lib/api.ts'
import { problemOf } from '../../../lib/problem.ts'
import { showToast } from '../../../lib/toasts.ts'

interface AskAgainProps {
  path: string
  body?: unknown
  label?: string
  /** Read out instead of the label, where several buttons have the same. */
  name?: string
  /** Said when it was begun. */
  done: string
}

/** Has something done once more that failed. */
export function AskAgain({ path, body, label = 'Try again', name, done }: AskAgainProps) {
  const [busy, setBusy] = useState(false)
  const ask = async () => {
    setBusy(true)
    try {
      await apiSend(path, { body })
      showToast(done)
    } catch (error) {
      showToast(problemOf(error).message, { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button size="sm" busy={busy} aria-label={name} onClick={() => void ask()}>
      {label}
    </Button>
  )
}
