import { Switch as Radix } from 'radix-ui'
import { type ReactNode, useId } from 'react'

interface SwitchProps {
  label: string
  help?: ReactNode
  error?: string | undefined
  checked: boolean
  onChecked: (checked: boolean) => void
  disabled?: boolean
}

export function Switch({ label, help, error, checked, onChecked, disabled = false }: SwitchProps) {
  const id = useId()
  return (
    <div className="flex items-start gap-3">
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onChecked}
        disabled={disabled}
        aria-describedby={`${id}-message`}
        aria-invalid={error ? true : undefined}
        className="mt-0.5 h-5 w-9 shrink-0 rounded-full border border-line-strong bg-hover transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-ink-2 transition-transform data-[state=checked]:translate-x-4.5 data-[state=checked]:bg-on-accent" />
      </Radix.Root>
      <div className="min-w-0">
        <label htmlFor={id} className="block font-medium">
          {label}
        </label>
        <p id={`${id}-message`} className={error ? 'text-sm text-bad' : 'text-sm text-ink-2'}>
          {error ?? help}
        </p>
      </div>
    </div>
  )
}
