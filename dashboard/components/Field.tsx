import { type ReactNode, useId } from 'react'
import { formatNumber } from '../lib/format.ts'

/** What the control inside a field needs, to be announced with its label, help and error. */
export interface ControlProps {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': boolean | undefined
}

interface Remedy {
  label: string
  act: () => void
}

export interface FieldProps {
  label: string
  help?: ReactNode
  /** Takes the place of the help, so that nothing jumps. */
  error?: string | undefined
  /** What makes the error good at a press. */
  remedy?: Remedy | null
  /** Something to know about a value that is not wrong, e.g. that a model will be retired. */
  notice?: string | null
  optional?: boolean
  /** Characters typed so far, where there is a limit to them: told whatever else is told. */
  length?: number
  children: (control: ControlProps) => ReactNode
}

export function Field({
  label,
  help,
  error,
  remedy,
  notice,
  optional = false,
  length,
  children,
}: FieldProps) {
  const id = useId()
  const messageId = `${id}-message`
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
        {optional && <span className="font-normal text-ink-2"> (optional)</span>}
      </label>
      {children({
        id,
        'aria-describedby': messageId,
        'aria-invalid': error ? true : undefined,
      })}
      <div className="mt-1 flex min-h-5 items-start justify-between gap-x-3 text-sm">
        <div id={messageId} aria-live="polite" className="min-w-0">
          <FieldMessage help={help} error={error} notice={notice ?? null} />
        </div>
        {error && remedy && (
          <button
            type="button"
            onClick={remedy.act}
            className="shrink-0 rounded text-accent underline underline-offset-2"
          >
            {remedy.label}
          </button>
        )}
        {length !== undefined && (
          <p className="shrink-0 text-ink-2 tabular-nums">
            {formatNumber(length)}
            <span className="max-sm:sr-only"> characters</span>
          </p>
        )}
      </div>
    </div>
  )
}

interface MessageProps {
  help: ReactNode
  error: string | undefined
  notice: string | null
}

function FieldMessage({ help, error, notice }: MessageProps) {
  if (error) return <p className="text-bad">{error}</p>
  if (notice) return <p className="text-warn">{notice}</p>
  return <p className="text-ink-2">{help}</p>
}
