/** Where a call broke, and where it went on. */
import {
  type CallBreak,
  callBreakSchema,
  type CallRecordEvent,
} from '../../../convex/model/call.ts'

/** `null`: the event tells of something else. */
export function breakOf({ detail }: Pick<CallRecordEvent, 'detail'>): CallBreak | null {
  if (detail === null) return null
  try {
    return callBreakSchema.safeParse(JSON.parse(detail)).data ?? null
  } catch {
    return null
  }
}

/** How long each break of a call took, where that is known, in ms. */
export function breakTimesOf(events: readonly CallRecordEvent[]): number[] {
  return events.flatMap((event) => breakOf(event)?.mendedAfterMs ?? [])
}
