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
      <fieldset
        aria-label="Period"
        className="flex w-fit min-w-0 rounded-md border bg-surface p-0.5"
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
      </fieldset>
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
        'rounded border px-2.5 py-0.5 text-sm font-medium whitespace-nowrap',
        chosen
          ? 'border-accent bg-accent-soft text-accent'
          : 'border-transparent text-ink-2 hover:text-ink',
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
      <output id="period-problem" className="mt-1 block text-sm text-bad sm:text-right">
        {problem}
      </output>
    </div>
  )
}
