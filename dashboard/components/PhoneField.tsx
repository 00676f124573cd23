import { useRef } from 'react'
import { meantNumber } from '../../convex/model/phoneNumber.ts'
import { Field } from './Field.tsx'
import { Input } from './Input.tsx'
import { likelyCountries } from '../lib/countries.ts'
import { displayPhoneNumber } from '../lib/phoneNumber.ts'

interface PhoneFieldProps {
  label: string
  help: string
  optional?: boolean
  error: string | undefined
  value: string
  onValue: (value: string) => void
  /** Of those for whom the number is: it tells how they dial. */
  locale: string
}

/** A phone number. One that is written as it is dialled within its country is offered with the code. */
export function PhoneField({ error, value, onValue, locale, ...field }: PhoneFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const meant = error ? meantNumber(value, likelyCountries(locale, navigator.languages)) : null
  const take = (number: string) => {
    onValue(number)
    // The button goes with the error.
    input.current?.focus()
  }
  return (
    <Field
      {...field}
      error={meant ? `Did you mean ${displayPhoneNumber(meant)}?` : error}
      remedy={meant ? { label: 'Use this number', act: () => take(meant) } : null}
    >
      {(control) => (
        <Input
          {...control}
          ref={input}
          type="tel"
          autoComplete="off"
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  )
}
