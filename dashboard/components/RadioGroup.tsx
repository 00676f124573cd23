import { RadioGroup as Radix } from 'radix-ui'
import { useId } from 'react'

export interface Choice<Value extends string> {
  value: Value
  label: string
  help: string
}

interface RadioGroupProps<Value extends string> {
  label: string
  value: Value
  onValue: (value: Value) => void
  choices: readonly Choice<Value>[]
}

/** A few choices that need a sentence each. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { label, value, onValue, choices } = props
  const id = useId()
  const choose = (chosen: string) => {
    const choice = choices.find((candidate) => candidate.value === chosen)
    if (choice) onValue(choice.value)
  }
  return (
    <div>
      <p id={id} className="mb-1 text-sm font-medium">
        {label}
      </p>
      <Radix.Root
        aria-labelledby={id}
        value={value}
        onValueChange={choose}
        className="grid gap-2 sm:grid-cols-3"
      >
        {choices.map((choice) => (
          <Radio key={choice.value} choice={choice} id={`${id}-${choice.value}`} />
        ))}
      </Radix.Root>
    </div>
  )
}

function Radio({ choice, id }: { choice: Choice<string>; id: string }) {
  return (
    <label
      htmlFor={id}
      className="flex cursor-pointer items-start gap-2.5 rounded-md border border-line bg-surface p-2.5 hover:bg-hover has-data-[state=checked]:border-accent has-data-[state=checked]:bg-accent-soft"
    >
      <Radix.Item
        id={id}
        value={choice.value}
        aria-describedby={`${id}-help`}
        aria-label={choice.label}
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface data-[state=checked]:border-accent"
      >
        <Radix.Indicator className="size-2 rounded-full bg-accent" />
      </Radix.Item>
      <span className="min-w-0">
        <span className="block font-medium">{choice.label}</span>
        <span id={`${id}-help`} className="block text-sm text-ink-2">
          {choice.help}
        </span>
      </span>
    </label>
  )
}
