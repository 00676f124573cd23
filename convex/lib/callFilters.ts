import type { Doc } from '../_generated/dataModel.js'
import type { Term } from '../model/callText.ts'
import { outcomeWord, wordOfOutcome } from '../model/outcome.ts'
import type { CallStatus } from '../model/call.ts'

/** What an operator asks for; a call has to match everything that is given. */
export interface CallFilters {
  agentId?: string
  number?: string
  status?: CallStatus
  startedAfter?: number
  startedBefore?: number
  text?: string
  /** What was found out of it: one of `OUTCOMES`. */
  outcome?: string
  /** The value of a field that has few of them, as `name=value`. */
  field?: string
}

/** Whether it takes a search to find the calls. */
export const isSearch = ({ number, text, outcome, field }: CallFilters): boolean =>
  Boolean(number || text?.trim() || outcome || field)

/** The words that a call must have for what was found out of it. */
export function foundTerms({ outcome, field }: CallFilters): Term[] {
  const name = field?.slice(0, field.indexOf('=')) ?? ''
  const value = field?.slice(name.length + 1) ?? ''
  const words = [
    ...(outcome ? [wordOfOutcome(outcome)] : []),
    ...(field ? [outcomeWord(name, value)] : []),
  ]
  return words.map((word) => ({ words: [word], begins: false }))
}

export const periodOf = ({ startedAfter, startedBefore }: CallFilters) => ({
  from: startedAfter ?? 0,
  to: startedBefore ?? Number.MAX_SAFE_INTEGER,
})

/** Whether everything fits that is not asked of a call's words. */
export function fits(
  call: Pick<Doc<'callText'>, 'agentId' | 'status' | 'startedAt'>,
  { agentId, status, ...filters }: CallFilters,
): boolean {
  const { from, to } = periodOf(filters)
  return (
    (agentId === undefined || call.agentId === agentId) &&
    (status === undefined || call.status === status) &&
    call.startedAt >= from &&
    call.startedAt < to
  )
}
