import { clsx } from 'clsx'
import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'

export interface Option {
  value: string
  label: string
  /** Options with the same group are shown under its name. */
  group?: string
}

interface SelectProps extends Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'children'> {
  value: string
  onValue: (value: string) => void
  options: readonly Option[]
}

/** The platform's own list: quick, typed into, and at home on a phone. */
export function Select({ value, onValue, options, className, ...props }: SelectProps) {
  const groups = [...new Set(options.map((option) => option.group))]
  return (
    <span className={clsx('relative block', className)}>
      <select
        {...props}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        className="control appearance-none truncate pr-8"
      >
        {groups.map((group) => {
          const members = options.filter((option) => option.group === group)
          return group === undefined ? (
            <Options key="" options={members} />
          ) : (
            <optgroup key={group} label={group}>
              <Options options={members} />
            </optgroup>
          )
        })}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-ink-2"
      />
    </span>
  )
}

function Options({ options }: { options: readonly Option[] }) {
  return options.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ))
}
