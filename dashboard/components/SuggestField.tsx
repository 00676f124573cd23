import { type ReactNode, useId } from 'react'
import { Field } from './Field.tsx'
import { Input } from './Input.tsx'

interface SuggestFieldProps {
  label: string
  help: ReactNode
  error: string | undefined
  notice?: string | null
  value: string
  onValue: (value: string) => void
  /** What is known; anything else may be typed. */
  suggestions: readonly string[]
}

/** A name that one types, or takes from a list. */
export function SuggestField({ value, onValue, suggestions, ...field }: SuggestFieldProps) {
  const listId = useId()
  return (
    <Field {...field}>
      {(control) => (
        <>
          <Input
            {...control}
            list={listId}
            autoComplete="off"
            spellCheck={false}
            value={value}
            onChange={(event) => onValue(event.target.value)}
          />
          <datalist id={listId}>
            {suggestions.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}
