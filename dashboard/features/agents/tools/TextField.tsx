import { Field } from '../../../components/Field.tsx'
import { Input } from '../../../components/Input.tsx'
import { Textarea } from '../../../components/Textarea.tsx'

interface TextFieldProps {
  label: string
  help: string
  error: string | undefined
  value: string
  onValue: (value: string) => void
  optional?: boolean
  placeholder?: string
  /** More than one: it may have line breaks. */
  rows?: number
  /** Names, addresses and code are not words of a language. */
  isCode?: boolean
}

export function TextField(props: TextFieldProps) {
  const { label, help, error, value, onValue, optional, placeholder, rows = 1, isCode } = props
  const attributes = {
    value,
    placeholder,
    autoComplete: 'off',
    spellCheck: !isCode,
    className: isCode && rows > 1 ? 'font-mono text-sm' : undefined,
  }
  return (
    <Field label={label} help={help} error={error} optional={optional ?? false}>
      {(control) =>
        rows > 1 ? (
          <Textarea
            {...control}
            {...attributes}
            rows={rows}
            onChange={(event) => onValue(event.target.value)}
          />
        ) : (
          <Input {...control} {...attributes} onChange={(event) => onValue(event.target.value)} />
        )
      }
    </Field>
  )
}
