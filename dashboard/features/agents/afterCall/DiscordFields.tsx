import { useState } from 'react'
import { discordStandingSchema } from '../../../../convex/model/api.ts'
import { discordPath } from '../../../../convex/model/discordAddress.ts'
import { Button } from '../../../components/Button.tsx'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { Field } from '../../../components/Field.tsx'
import { Input } from '../../../components/Input.tsx'
import { problemOf } from '../../../lib/problem.ts'
import { useRequest } from '../../../lib/useRequest.ts'
import type { AfterCallPartProps } from './part.ts'
import { storeSecret } from './secrets.ts'

/** Which Discord channel hears of the agent's calls. */
export function DiscordFields({ afterCall, set, errorAt, owner }: AfterCallPartProps) {
  const { discord } = afterCall
  const { value } = useRequest(`/api/discord/${discord ?? 'installation'}`, discordStandingSchema)
  return (
    <div className="grid gap-3">
      {value?.problem && <ErrorNotice message={value.problem} />}
      {discord === null ? (
        <p className="text-ink-2">
          This agent has no webhook of its own: that of DISCORD_WEBHOOK_URL is used, if it is set.
        </p>
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <p>The address of a webhook is stored; it is not shown again.</p>
          <Button size="sm" onClick={() => set({ discord: null })}>
            Remove
          </Button>
        </div>
      )}
      <NewAddress
        owner={owner}
        replaces={discord}
        onStored={(reference) => set({ discord: reference })}
        error={errorAt('afterCall.discord')}
      />
    </div>
  )
}

interface NewAddressProps {
  owner: string
  replaces: string | null
  onStored: (reference: string) => void
  error: string | undefined
}

const NOT_DISCORD = 'Paste the whole address, which begins with https://discord.com/api/webhooks/.'

/** The address is a secret: whoever knows it can post there. */
function NewAddress({ owner, replaces, onStored, error }: NewAddressProps) {
  const [address, setAddress] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const store = async () => {
    if (discordPath(address) === null) return setProblem(NOT_DISCORD)
    setBusy(true)
    setProblem(null)
    try {
      const value = address.trim()
      onStored(await storeSecret({ owner, field: 'afterCall.discord', value, replaces }))
      setAddress('')
    } catch (failure) {
      setProblem(problemOf(failure).message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <Field
          label={replaces === null ? 'Webhook address' : 'Another webhook address'}
          optional
          help="In Discord: the channel’s settings, Integrations, Webhooks."
          error={problem ?? error}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="off"
              placeholder="https://discord.com/api/webhooks/…"
              value={address}
              onChange={({ target }) => setAddress(target.value)}
            />
          )}
        </Field>
      </div>
      <Button className="mt-6" busy={busy} disabled={address === ''} onClick={() => void store()}>
        Use it
      </Button>
    </div>
  )
}
