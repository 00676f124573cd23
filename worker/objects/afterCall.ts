import { afterTheEnd, type NextStep } from '../call/nextStep.ts'
import type { Journal } from '../shell/Journal.ts'

/** What comes after a call that does not run (any more), by what is left of it. */
export function afterCall({ record, opening, isForgotten }: Journal): NextStep {
  return isForgotten ? { do: 'hang_up' } : afterTheEnd(record, opening?.agent?.voice ?? null)
}
