import { clsx } from 'clsx'
import { type ComponentProps, useState } from 'react'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input type="text" dir="auto" {...props} className={clsx('control', className)} />
}

interface NumberInputProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  /** `null` is an empty or unreadable field. */
  value: number | null
  onValue: (value: number | null) => void
  unit?: string
}

/** A number one can type freely: what is typed stays as it is, and its number is handed on. */
export function NumberInput({ value, onValue, unit, className, ...props }: NumberInputProps) {
  const [text, setText] = useState(() => textOf(value))
  const shown = numberOf(text) === value ? text : textOf(value)
  return (
    <span className="relative block">
      <input
        {...props}
        inputMode="decimal"
        autoComplete="off"
        value={shown}
        onChange={(event) => {
          setText(event.target.value)
          onValue(numberOf(event.target.value))
        }}
        className={clsx('control tabular-nums', unit && 'pr-12', className)}
      />
      {unit && (
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-sm text-ink-2"
        >
          {unit}
        </span>
      )}
    </span>
  )
}

const textOf = (value: number | null) => (value === null ? '' : String(value))

function numberOf(text: string): number | null {
  const number = Number(text.trim().replace(',', '.'))
  return text.trim() === '' || Number.isNaN(number) ? null : number
}
