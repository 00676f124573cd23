import { Field } from '../../../components/Field.tsx'
import { Input } from '../../../components/Input.tsx'
import { Switch } from '../../../components/Switch.tsx'
import { SecretField } from '../SecretField.tsx'
import type { ChatPartProps } from './part.ts'

/** Whether visitors prove that they are people. https://developers.cloudflare.com/turnstile/ */
export function TurnstileFields({
  agentId,
  chat,
  set,
  errorAt,
}: ChatPartProps & { agentId: string }) {
  const { turnstile } = chat
  return (
    <div className="mt-3 grid gap-3">
      <Switch
        label="Turnstile"
        help="Cloudflare checks before the first message that a person writes. The page loads its script only then."
        checked={turnstile !== null}
        onChecked={(on) => set({ turnstile: on ? { siteKey: '', secret: '' } : null })}
      />
      {turnstile && (
        <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2">
          <Field
            label="Site key"
            help="Of a Turnstile widget that knows your pages’ host names."
            error={errorAt('turnstile.siteKey')}
          >
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                spellCheck={false}
                value={turnstile.siteKey}
                onChange={({ target }) =>
                  set({ turnstile: { ...turnstile, siteKey: target.value } })
                }
              />
            )}
          </Field>
          <div>
            <SecretField
              label="Secret key"
              help="Of the same widget; stays with the Worker."
              agentId={agentId}
              field="chat.turnstile.secret"
              value={turnstile.secret === '' ? null : turnstile.secret}
              onValue={(secret) => set({ turnstile: { ...turnstile, secret: secret ?? '' } })}
            />
            {errorAt('turnstile.secret') && (
              <p role="alert" className="text-sm text-bad">
                Store the secret key first.
              </p>
            )}
          </div>
        </div>
      )}
    </div>
  )
}
