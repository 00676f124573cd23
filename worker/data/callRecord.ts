import type { Call, CallRecordEvent, Turn } from '../../convex/model/call.ts'

/** What a call tells of itself; see `voiceCalls.record`. */
export interface CallRecord {
  call: Call
  /** Grows with every record of a call; what is not newer than the stored one is ignored. */
  revision: number
  /** New or changed since the last record that was taken. */
  turns: Turn[]
  events: CallRecordEvent[]
  /** Other parts of the same record follow; the last one has it not. */
  isPartial?: boolean
}
