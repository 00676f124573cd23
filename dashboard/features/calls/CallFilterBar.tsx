import { SlidersHorizontal, X } from 'lucide-react'
import { useState } from 'react'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { CALL_STATUSES, type CallStatus } from '../../../convex/model/call.ts'
import { isFilterable, OUTCOMES } from '../../../convex/model/outcome.ts'
import { Button } from '../../components/Button.tsx'
import { DayRange } from '../../components/DayRange.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { Select } from '../../components/Select.tsx'
import type { Option } from '../../lib/option.ts'
import type { ParamChanges } from '../../lib/paramChanges.ts'
import { displayPhoneNumber } from '../../lib/phoneNumber.ts'
import { OUTCOME_LABELS } from './afterCall/outcomeWords.ts'
import { type CallFilters, isFiltered, NO_FILTERS } from './callFilters.ts'

interface CallFilterBarProps {
  filters: CallFilters
  onChange: (changes: ParamChanges) => void
  agents: readonly Doc<'agents'>[]
  numbers: readonly Doc<'twilioNumbers'>[]
}

const STATUS_LABELS: Record<CallStatus, string> = {
  in_progress: 'In progress',
  completed: 'Completed',
  failed: 'Failed',
}

/** On narrow screens the choices fold away behind a button; the search is always there. */
export function CallFilterBar({ filters, onChange, agents, numbers }: CallFilterBarProps) {
  const { text, ...choices } = filters
  const chosen = Object.values(choices).filter((value) => value !== '').length
  const [open, setOpen] = useState(chosen > 0)
  return (
    <search className="mb-4 grid gap-2 print:hidden">
      <div className="flex gap-2">
        <div className="min-w-0 flex-1">
          <SearchField
            aria-label="Search calls"
            placeholder="Words that were said, or a number"
            value={text}
            onValue={(value) => onChange({ text: value })}
          />
        </div>
        <Button className="md:hidden" aria-expanded={open} onClick={() => setOpen(!open)}>
          <SlidersHorizontal aria-hidden />
          {chosen > 0 ? `Filters (${chosen})` : 'Filters'}
        </Button>
        {isFiltered(filters) && (
          <Button
            look="quiet"
            aria-label="Clear filters"
            className="max-md:px-2.5"
            onClick={() => onChange(NO_FILTERS)}
          >
            <X aria-hidden />
            <span className="max-md:hidden">Clear</span>
          </Button>
        )}
      </div>
      <div className={open ? '' : 'max-md:hidden'}>
        <Choices filters={filters} onChange={onChange} agents={agents} numbers={numbers} />
      </div>
    </search>
  )
}

function Choices({ filters, onChange, agents, numbers }: CallFilterBarProps) {
  return (
    <div className="grid grid-cols-2 gap-2 md:grid-cols-[repeat(3,minmax(0,1fr))_auto]">
      <Select
        aria-label="Agent"
        value={filters.agent}
        onValue={(agent) => onChange({ agent })}
        options={agentOptions(agents, filters.agent)}
      />
      <Select
        aria-label="Number"
        value={filters.number}
        onValue={(number) => onChange({ number })}
        options={numberOptions(numbers, filters.number)}
      />
      <Select
        aria-label="Status"
        className="max-md:col-span-2"
        value={filters.status}
        onValue={(status) => onChange({ status })}
        options={STATUS_OPTIONS}
      />
      <div className="max-md:col-span-2">
        <DayRange
          from={filters.from}
          to={filters.to}
          onFrom={(from) => onChange({ from })}
          onTo={(to) => onChange({ to })}
        />
      </div>
      <FoundChoices filters={filters} onChange={onChange} agents={agents} />
    </div>
  )
}

/** What was found out of calls: only where agents look for something. */
function FoundChoices({ filters, onChange, agents }: Omit<CallFilterBarProps, 'numbers'>) {
  const looking = agents.filter(
    ({ _id, afterCall }) => afterCall.outcome && (filters.agent === '' || filters.agent === _id),
  )
  if (looking.length === 0 && filters.outcome === '' && filters.field === '') return null
  return (
    <>
      <Select
        aria-label="Outcome"
        value={filters.outcome}
        onValue={(outcome) => onChange({ outcome })}
        options={OUTCOME_OPTIONS}
      />
      <Select
        aria-label="Field"
        value={filters.field}
        onValue={(field) => onChange({ field })}
        options={withChosen('Any field', fieldOptions(looking), filters.field, filters.field)}
      />
    </>
  )
}

const OUTCOME_OPTIONS: Option<string>[] = [
  { value: '', label: 'Any outcome' },
  ...OUTCOMES.map((outcome) => ({ value: outcome, label: OUTCOME_LABELS[outcome] })),
]

/** The values of every field that has few, each once. */
function fieldOptions(agents: readonly Doc<'agents'>[]): Option<string>[] {
  const fields = agents.flatMap(({ afterCall }) => afterCall.outcome?.fields ?? [])
  const options = fields.filter(isFilterable).flatMap(({ name, type, choices }) =>
    (type === 'boolean' ? ['true', 'false'] : choices).map((value) => ({
      value: `${name}=${value}`,
      label: `${name}: ${type === 'boolean' ? YES_OR_NO[value] : value}`,
      group: name,
    })),
  )
  return [...new Map(options.map((option) => [option.value, option])).values()]
}

const YES_OR_NO: Readonly<Record<string, string>> = { true: 'yes', false: 'no' }

const STATUS_OPTIONS: Option<string>[] = [
  { value: '', label: 'Any status' },
  ...CALL_STATUSES.map((status) => ({ value: status, label: STATUS_LABELS[status] })),
]

function agentOptions(agents: readonly Doc<'agents'>[], chosen: string): Option<string>[] {
  const options = agents.map(({ _id, name }) => ({ value: String(_id), label: name }))
  return withChosen('Any agent', options, chosen, 'Removed agent')
}

function numberOptions(numbers: readonly Doc<'twilioNumbers'>[], chosen: string): Option<string>[] {
  const options = numbers.map(({ phoneNumber }) => ({
    value: phoneNumber,
    label: displayPhoneNumber(phoneNumber),
  }))
  return withChosen('Any number', options, chosen, displayPhoneNumber(chosen))
}

/** An address may name what is not, or not yet, in the list. */
function withChosen(
  any: string,
  options: Option<string>[],
  chosen: string,
  label: string,
): Option<string>[] {
  const known = chosen === '' || options.some(({ value }) => value === chosen)
  return [{ value: '', label: any }, ...options, ...(known ? [] : [{ value: chosen, label }])]
}
