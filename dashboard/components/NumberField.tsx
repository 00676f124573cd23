import type { ReactNode } from 'react'
import { Field } from './Field.tsx'
import { NumberInput } from './Input.tsx'

interface NumberFieldProps {
  label: string
  help: ReactNode
  error: string | undefined
  unit?: string
  value: number | null
  onValue: (value: number | null) => void
}

export function NumberField({ label, help, error, unit, value, onValue }: NumberFieldProps) {
  return (
    <Field label={label} help={help} error={error}>
      {(control) => (
        <NumberInput {...control} {...(unit && { unit })} value={value} onValue={onValue} />
      )}
    </Field>
  )
}
