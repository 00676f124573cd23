import { clsx } from 'clsx'
import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import type { Option } from '../lib/option.ts'

interface SelectProps<Value extends string> extends Omit<
  ComponentProps<'select'>,
  'value' | 'onChange' | 'children'
> {
  value: Value
  onValue: (value: Value) => void
  options: readonly Option<Value>[]
}

/** The platform's own list: quick, typed into, and at home on a phone. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { value, onValue, options, className, ...rest } = props
  const groups = [...new Set(options.map((option) => option.group))]
  const choose = (chosen: string) => {
    const option = options.find((candidate) => candidate.value === chosen)
    if (option) onValue(option.value)
  }
  return (
    <span className={clsx('relative block', className)}>
      <select
        {...rest}
        value={value}
        onChange={(event) => choose(event.target.value)}
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

function Options({ options }: { options: readonly Option<string>[] }) {
  return options.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ))
}
