import { type FormEvent, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Field } from '../../components/Field.tsx'
import { Input } from '../../components/Input.tsx'
import { ApiError, apiSend } from '../../lib/api.ts'
import { formatDuration } from '../../lib/format.ts'
import { problemOf } from '../../lib/problem.ts'
import { useNow } from '../../lib/useNow.ts'

export function PasswordForm({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const { password, type, error, busy, blocked, submit } = usePasswordSignIn(onSignedIn)
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Field label="Password" error={error} help="The operator password of this installation.">
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => type(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" look="primary" busy={busy} disabled={blocked} className="mt-2 w-full">
        Sign in
      </Button>
    </form>
  )
}

function usePasswordSignIn(onSignedIn: () => Promise<void>) {
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const [blockedUntil, setBlockedUntil] = useState(0)
  const waitSec = Math.ceil((blockedUntil - useNow(1000)) / 1000)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!password) return setError('Type the password.')
    setBusy(true)
    try {
      await apiSend('/auth/password', { body: { password } })
      await onSignedIn()
    } catch (failure) {
      setError(problemOf(failure).message)
      const wait = failure instanceof ApiError ? failure.retryAfterSec : null
      if (wait !== null) setBlockedUntil(Date.now() + wait * 1000)
    } finally {
      setBusy(false)
    }
  }

  const shown = waitSec > 0 ? `Too many tries. Try again in ${formatDuration(waitSec)}.` : error
  const type = (text: string) => {
    setPassword(text)
    setError(undefined)
  }
  return { password, type, error: shown, busy, blocked: waitSec > 0, submit }
}
