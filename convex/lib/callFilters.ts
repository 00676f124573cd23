import type { Doc } from '../_generated/dataModel.js'
import type { CallStatus } from '../model/call.ts'

/** What an operator asks for; a call has to match everything that is given. */
export interface CallFilters {
  agentId?: string
  number?: string
  status?: CallStatus
  startedAfter?: number
  startedBefore?: number
  text?: string
}

export const periodOf = ({ startedAfter, startedBefore }: CallFilters) => ({
  from: startedAfter ?? 0,
  to: startedBefore ?? Number.MAX_SAFE_INTEGER,
})

/** Whether everything fits but `text` and `number`, which are asked of a call's words. */
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
