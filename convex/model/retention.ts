/** How long calls are kept. */
import * as z from 'zod'
import type { Call } from './call.ts'

const DAY_MS = 86_400_000
const WRONG = 'Enter a whole number of days from 1 to 3,650, or nothing.'
const daysSchema = z.number(WRONG).int(WRONG).min(1, WRONG).max(3650, WRONG).nullable()

/** Days after a call's start; `null`: for ever. */
export const retentionSchema = z
  .object({
    /** Then the call goes as a whole. */
    callDays: daysSchema,
    /** Then what was said and what happened goes, and the call stays. */
    transcriptDays: daysSchema,
  })
  .refine(
    ({ callDays, transcriptDays }) =>
      callDays === null || transcriptDays === null || transcriptDays <= callDays,
    { error: 'A transcript goes with its call: enter no more days.', path: ['transcriptDays'] },
  )
export type Retention = z.infer<typeof retentionSchema>

export const KEEP_ALL: Retention = { callDays: null, transcriptDays: null }

/** What holds for the calls of an agent: its own, else the installation's. */
export type RetentionOf = (agentId: string | null) => Retention

/** What of the call is to go; `null`: nothing. A call that runs is left alone. */
export function dueOf(
  { startedAt, status, agentId }: Pick<Call, 'startedAt' | 'status' | 'agentId'>,
  retentionOf: RetentionOf,
  now: number,
): 'call' | 'transcript' | null {
  if (status === 'in_progress') return null
  const { callDays, transcriptDays } = retentionOf(agentId)
  const isOver = (days: number | null) => days !== null && startedAt + days * DAY_MS <= now
  if (isOver(callDays)) return 'call'
  return isOver(transcriptDays) ? 'transcript' : null
}

/** Later calls than this need not be looked at, epoch ms; `null`: none. */
export function latestDue(all: readonly Retention[], now: number): number | null {
  const days = all.flatMap(({ callDays, transcriptDays }) => [callDays, transcriptDays])
  const least = Math.min(...days.map((count) => count ?? Infinity))
  return least < Infinity ? now - least * DAY_MS : null
}
