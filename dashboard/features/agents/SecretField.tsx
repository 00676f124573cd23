import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { secretStoredSchema, storedSecretsSchema } from '../../../convex/model/api.ts'
import { retiredIdNotice } from '../../../convex/model/engines/pipeline/retiredIds.ts'
import { Button } from '../../components/Button.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { Field } from '../../components/Field.tsx'
import { Input } from '../../components/Input.tsx'
import { apiRequest, apiSend } from '../../lib/api.ts'
import { formatDateTime } from '../../lib/format.ts'
import { problemOf } from '../../lib/problem.ts'
import { useRequest } from '../../lib/useRequest.ts'

interface SecretFieldProps {
  label: string
  help: string
  /** Whose the secret is; `null`: the agent is not there yet. */
  agentId: string | null
  /** Where the agent's settings name it. */
  field: string
  /** Its reference; `null`: none is set. */
  value: string | null
  onValue: (reference: string | null) => void
  /** Why this cannot be the secret, as a sentence; `null`: nothing speaks against it. */
  check?: (text: string) => string | null
}

/** A secret: written and replaced, and never shown again. */
export function SecretField({ agentId, ...props }: SecretFieldProps) {
  if (agentId === null) {
    return (
      <Labelled label={props.label} message="Can be entered once the agent is created.">
        <p className="flex h-9 items-center text-ink-2">None</p>
      </Labelled>
    )
  }
  return <AgentSecret owner={`agent:${agentId}`} {...props} />
}

interface AgentSecretProps extends Omit<SecretFieldProps, 'agentId'> {
  owner: string
}

function AgentSecret(props: AgentSecretProps) {
  const { value, onValue } = props
  const [replacing, setReplacing] = useState(false)
  // What had the focus is gone, so that what takes its place gets it.
  const [moved, setMoved] = useState(false)
  const show = (entering: boolean) => {
    setMoved(true)
    setReplacing(entering)
  }
  if (value === null || replacing) {
    return (
      <SecretEntry
        {...props}
        takesFocus={moved}
        onStored={(reference) => {
          show(false)
          onValue(reference)
        }}
        onCancel={value === null ? null : () => show(false)}
      />
    )
  }
  return (
    <StoredSecret
      {...props}
      key={value}
      value={value}
      takesFocus={moved}
      onReplace={() => show(true)}
      onRemoved={() => {
        show(false)
        onValue(null)
      }}
    />
  )
}

interface SecretEntryProps extends AgentSecretProps {
  takesFocus: boolean
  onStored: (reference: string) => void
  /** `null`: there is nothing to go back to. */
  onCancel: (() => void) | null
}

function SecretEntry(props: SecretEntryProps) {
  const { label, help, owner, field, value, check, takesFocus, onStored, onCancel } = props
  const input = useFocus<HTMLInputElement>(takesFocus)
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const error = retiredIdNotice(text) ?? problem ?? undefined
  const store = async () => {
    if (busy || text.trim() === '' || retiredIdNotice(text) !== null) return
    const wrong = check?.(text) ?? null
    setProblem(wrong)
    if (wrong !== null) return
    setBusy(true)
    try {
      const { reference } = await apiRequest('/api/secrets', secretStoredSchema, {
        method: 'PUT',
        body: { owner, field, value: text, replaces: value },
      })
      onStored(reference)
    } catch (failure) {
      setProblem(problemOf(failure).message)
      setBusy(false)
    }
  }
  return (
    <Field label={label} optional help={help} error={error}>
      {(control) => (
        <span className="flex gap-2">
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            ref={input}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void store()
              if (event.key === 'Escape') onCancel?.()
            }}
          />
          <Button
            busy={busy}
            disabled={text.trim() === ''}
            aria-label={`Store: ${label}`}
            onClick={() => void store()}
          >
            Store
          </Button>
          {onCancel && (
            <Button look="quiet" aria-label={`Cancel: ${label}`} onClick={onCancel}>
              Cancel
            </Button>
          )}
        </span>
      )}
    </Field>
  )
}

interface StoredSecretProps extends AgentSecretProps {
  value: string
  takesFocus: boolean
  onReplace: () => void
  onRemoved: () => void
}

function StoredSecret(props: StoredSecretProps) {
  const { label, help, owner, value, takesFocus, onReplace, onRemoved } = props
  const button = useFocus<HTMLButtonElement>(takesFocus)
  const [asking, setAsking] = useState(false)
  const { value: stored } = useRequest(
    `/api/secrets?owner=${encodeURIComponent(owner)}`,
    storedSecretsSchema,
  )
  const row = stored?.secrets.find(({ reference }) => reference === value)
  const gone = stored !== undefined && !row
  const remove = async () => {
    if (!gone) await apiSend(`/api/secrets/${value}`, { method: 'DELETE' })
    onRemoved()
  }
  return (
    <Labelled
      label={label}
      message={
        gone ? <span className="text-bad">It is not here any more: enter it again.</span> : help
      }
    >
      <div className="flex min-h-9 flex-wrap items-center gap-2">
        <span>{row ? `Stored on ${formatDateTime(row.updatedAt)}` : 'Stored'}</span>
        <Button size="sm" ref={button} aria-label={`Replace: ${label}`} onClick={onReplace}>
          Replace
        </Button>
        <Button
          size="sm"
          look="quiet"
          aria-label={`Remove: ${label}`}
          onClick={() => setAsking(true)}
        >
          Remove
        </Button>
      </div>
      <ConfirmDialog
        title={`Remove the ${label.toLowerCase()}?`}
        description="It is deleted at once and for good. Versions that use it need a new one."
        confirm="Remove"
        open={asking}
        onOpenChange={setAsking}
        onConfirm={remove}
      />
    </Labelled>
  )
}

/** Gives the focus to what has taken the place of what had it. */
function useFocus<Control extends HTMLElement>(wanted: boolean): RefObject<Control | null> {
  const control = useRef<Control>(null)
  useEffect(() => {
    if (wanted) control.current?.focus()
  }, [wanted])
  return control
}

interface LabelledProps {
  label: string
  message: ReactNode
  children: ReactNode
}

/** Looks like a field, and holds no control that one types into. */
function Labelled({ label, message, children }: LabelledProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">
        {label}
        <span className="font-normal text-ink-2"> (optional)</span>
      </legend>
      {children}
      <p className="mt-1 min-h-5 text-sm text-ink-2">{message}</p>
    </fieldset>
  )
}
