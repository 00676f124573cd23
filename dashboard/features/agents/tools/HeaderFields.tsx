import { Plus, Trash2 } from 'lucide-react'
import { Button } from '../../../components/Button.tsx'
import { Field } from '../../../components/Field.tsx'
import { Select } from '../../../components/Select.tsx'
import { SecretField } from '../SecretField.tsx'
import { changed, type HeaderDraft, without } from './part.ts'
import { TextField } from './TextField.tsx'

interface HeaderFieldsProps {
  headers: readonly HeaderDraft[]
  onHeaders: (headers: HeaderDraft[]) => void
  /** By paths within what the headers belong to. */
  errorAt: (path: string) => string | undefined
  /** Where the settings name what they belong to. */
  path: string
  agentId: string | null
}

const KINDS = [
  { value: 'plain', label: 'Text' },
  { value: 'secret', label: 'Secret' },
] as const

/** The headers of a request, in the open or stored apart. */
export function HeaderFields({ headers, onHeaders, errorAt, path, agentId }: HeaderFieldsProps) {
  return (
    <fieldset className="min-w-0 grid grid-cols-1 gap-2">
      <legend className="mb-1 text-sm font-medium">Headers</legend>
      {headers.map((header, at) => (
        <fieldset
          // oxlint-disable-next-line react/no-array-index-key -- a header's name changes while it is typed
          key={at}
          className="min-w-0 grid grid-cols-1 items-start gap-x-4 gap-y-1 rounded-md border p-3 sm:grid-cols-[1fr_8rem_2fr]"
        >
          <legend className="sr-only">Header {at + 1}</legend>
          <TextField
            label="Name"
            help=""
            error={errorAt(`headers.${at}.name`)}
            value={header.name}
            onValue={(name) => onHeaders(changed(headers, at, { ...header, name }))}
            isCode
          />
          <Field label="Kind">
            {(control) => (
              <Select
                {...control}
                value={header.value.kind}
                options={KINDS}
                onValue={(kind) =>
                  onHeaders(changed(headers, at, { ...header, value: EMPTY[kind] }))
                }
              />
            )}
          </Field>
          <HeaderValue
            value={header.value}
            onValue={(value) => onHeaders(changed(headers, at, { ...header, value }))}
            error={errorAt(`headers.${at}.value.text`) ?? errorAt(`headers.${at}.value.secret`)}
            field={`${path}.headers.${at}`}
            agentId={agentId}
          />
          <div className="sm:col-span-3">
            <Button
              size="sm"
              look="quiet"
              aria-label={`Remove header ${header.name || at + 1}`}
              onClick={() => onHeaders(without(headers, at))}
            >
              <Trash2 aria-hidden />
              Remove
            </Button>
          </div>
        </fieldset>
      ))}
      <div>
        <Button size="sm" onClick={() => onHeaders([...headers, { name: '', value: EMPTY.plain }])}>
          <Plus aria-hidden />
          Add header
        </Button>
      </div>
    </fieldset>
  )
}

const EMPTY = {
  plain: { kind: 'plain', text: '' },
  secret: { kind: 'secret', secret: '' },
} as const

interface HeaderValueProps {
  value: HeaderDraft['value']
  onValue: (value: HeaderDraft['value']) => void
  error: string | undefined
  field: string
  agentId: string | null
}

function HeaderValue({ value, onValue, error, field, agentId }: HeaderValueProps) {
  if (value.kind === 'plain') {
    return (
      <TextField
        label="Value"
        help=""
        error={error}
        value={value.text}
        onValue={(text) => onValue({ ...value, text })}
        isCode
      />
    )
  }
  return (
    <SecretField
      label="Value"
      help={error ? 'Enter it and press Store.' : 'Stored apart, and not shown again.'}
      agentId={agentId}
      field={field}
      value={value.secret === '' ? null : value.secret}
      onValue={(secret) => onValue({ ...value, secret: secret ?? '' })}
    />
  )
}
