import { useState } from 'react'
import type { Webhook } from '../../../../convex/model/afterCall.ts'
import { Button } from '../../../components/Button.tsx'
import { CopyButton } from '../../../components/CopyButton.tsx'
import { Notice } from '../../../components/Notice.tsx'
import { problemOf } from '../../../lib/problem.ts'
import { newSigningSecret, storeSecret } from './secrets.ts'

interface SigningSecretProps {
  webhook: Webhook
  agentId: string
  /** Where the settings name it. */
  field: string
  onChange: (changes: Pick<Webhook, 'secret' | 'earlierSecret'>) => void
  error: string | undefined
}

/** Makes the secret that signs a webhook's requests, shows it once, and lets it be changed for another. */
export function SigningSecret({ webhook, agentId, field, onChange, error }: SigningSecretProps) {
  const { secret, earlierSecret } = webhook
  const [shown, setShown] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const make = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const value = newSigningSecret()
      const replaces = secret === '' ? null : secret
      const reference = await storeSecret({ owner: `agent:${agentId}`, field, value, replaces })
      setShown(value)
      onChange({ secret: reference, earlierSecret: replaces })
    } catch (failure) {
      setProblem(problemOf(failure).message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-sm font-medium">Signing secret</span>
        <span className="text-sm text-ink-2">{standingOf(secret, earlierSecret)}</span>
        <Button size="sm" busy={busy} onClick={() => void make()}>
          {secret === '' ? 'Make signing secret' : 'Change signing secret'}
        </Button>
        {earlierSecret !== null && (
          <Button size="sm" onClick={() => onChange({ secret, earlierSecret: null })}>
            Drop the earlier one
          </Button>
        )}
      </div>
      {(problem ?? error) && (
        <p role="alert" className="text-sm text-bad">
          {problem ?? error}
        </p>
      )}
      {shown !== null && (
        <Notice tone="warn" action={<CopyButton text={shown} what="signing secret" />}>
          <p>Copy it now: it is shown this once. Then save the agent.</p>
          <p className="mt-1 font-mono text-sm break-all">{shown}</p>
        </Notice>
      )}
    </div>
  )
}

function standingOf(secret: string, earlierSecret: string | null): string {
  if (secret === '') return 'There is none yet.'
  return earlierSecret === null
    ? 'Requests are signed with it.'
    : 'Requests are signed with it and with the earlier one.'
}
