import { Field } from './Field.tsx'
import { Input } from './Input.tsx'

interface AddressFieldProps {
  help: string
  error: string | undefined
  /** An example. */
  placeholder: string
  value: string
  onValue: (value: string) => void
}

/** A web address of the operator's. */
export function AddressField({ help, error, placeholder, value, onValue }: AddressFieldProps) {
  return (
    <Field label="Address" help={help} error={error}>
      {(control) => (
        <Input
          {...control}
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  )
}
