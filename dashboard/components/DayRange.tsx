import { Input } from './Input.tsx'

interface DayRangeProps {
  /** `YYYY-MM-DD`; empty when none is chosen. */
  from: string
  to: string
  onFrom: (day: string) => void
  onTo: (day: string) => void
  invalid?: boolean
  /** The element that says why it is invalid. */
  describedBy?: string
}

/** The first and the last of some days. */
export function DayRange({ from, to, onFrom, onTo, invalid = false, describedBy }: DayRangeProps) {
  const shared = {
    type: 'date',
    className: 'min-w-0 flex-1 max-sm:px-1.5 max-sm:text-sm',
    'aria-invalid': invalid || undefined,
    'aria-describedby': describedBy,
  }
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      <Input
        {...shared}
        aria-label="First day"
        value={from}
        onChange={(event) => onFrom(event.target.value)}
      />
      <span aria-hidden className="text-ink-2">
        –
      </span>
      <Input
        {...shared}
        aria-label="Last day"
        value={to}
        onChange={(event) => onTo(event.target.value)}
      />
    </div>
  )
}
