import { Field, type FieldProps } from './Field.tsx'
import { Input } from './Input.tsx'

interface AddressFieldProps extends Pick<FieldProps, 'help' | 'error' | 'remedy'> {
  label?: string
  /** An example. */
  placeholder: string
  value: string
  onValue: (value: string) => void
}

/** A web address of the operator's. */
export function AddressField({
  label = 'Address',
  placeholder,
  value,
  onValue,
  ...field
}: AddressFieldProps) {
  return (
    <Field label={label} {...field}>
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
