import type { CallOutcome, FoundField } from '../../../../convex/model/outcome.ts'

export const OUTCOME_LABELS: Readonly<Record<CallOutcome, string>> = {
  resolved: 'Resolved',
  follow_up: 'To follow up',
  unresolved: 'Not resolved',
  not_for_us: 'Not for us',
  nothing_said: 'Nothing said',
}

/** A value as people read it. */
export function valueText({ value }: Pick<FoundField, 'value'>): string {
  if (value === null) return '–'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  return String(value)
}
