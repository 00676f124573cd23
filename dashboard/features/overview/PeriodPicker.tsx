import { clsx } from 'clsx'
import { useState } from 'react'
import { DayRange } from '../../components/DayRange.tsx'
import type { ParamChanges } from '../../lib/paramChanges.ts'
import { type Period, PRESETS } from './period.ts'

interface PeriodPickerProps {
  period: Period
  /** Why these days cannot be shown. */
  problem: string | null
  onChange: (changes: ParamChanges) => void
}

export function PeriodPicker({ period, problem, onChange }: PeriodPickerProps) {
  const [open, setOpen] = useState(period.preset === 'custom')
  const custom = period.preset === 'custom'
  const choose = (days: string) => {
    setOpen(false)
    onChange({ days, from: null, to: null })
  }
  return (
    <div className="grid min-w-0 gap-2 sm:justify-items-end">
      <div
        role="group"
        aria-label="Period"
        className="flex w-fit rounded-md border bg-surface p-0.5"
      >
        {PRESETS.map(({ preset, label }) => (
          <Choice
            key={preset}
            label={label}
            chosen={period.preset === preset && !open}
            onChoose={() => choose(preset)}
          />
        ))}
        <Choice label="Custom" chosen={custom || open} onChoose={() => setOpen(true)} />
      </div>
      {(open || custom) && <CustomDays period={period} problem={problem} onChange={onChange} />}
    </div>
  )
}

interface ChoiceProps {
  label: string
  chosen: boolean
  onChoose: () => void
}

function Choice({ label, chosen, onChoose }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className={clsx(
        'rounded px-2.5 py-1 text-sm font-medium whitespace-nowrap',
        chosen ? 'bg-accent-soft text-accent' : 'text-ink-2 hover:text-ink',
      )}
    >
      {label}
    </button>
  )
}

function CustomDays({ period, problem, onChange }: PeriodPickerProps) {
  const change = (days: { from?: string; to?: string }) => {
    const { from, to } = { from: period.from, to: period.to, ...days }
    if (from && to) onChange({ days: null, from, to })
  }
  return (
    <div>
      <DayRange
        from={period.from}
        to={period.to}
        onFrom={(from) => change({ from })}
        onTo={(to) => change({ to })}
        invalid={problem !== null}
        describedBy="period-problem"
      />
      <p id="period-problem" role="status" className="mt-1 text-sm text-bad sm:text-right">
        {problem}
      </p>
    </div>
  )
}
