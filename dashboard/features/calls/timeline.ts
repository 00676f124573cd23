/** Everything of a call in the order in which it happened. */
import type { Call, CallRecordEvent, Turn } from '../../../convex/model/call.ts'
import { END_SENTENCES } from '../../lib/callWords.ts'
import { saidOf } from '../../lib/saidOf.ts'
import { type CallView, isUnwritten } from './liveCall.ts'

export type TimelineEntry =
  | { kind: 'turn'; key: string; atMs: number; turn: Turn }
  | { kind: 'event'; key: string; atMs: number; event: CallRecordEvent }
  /** A point in the call's own life: rung, answered, ended. */
  | { kind: 'milestone'; key: string; atMs: number; text: string }

export function timelineOf({ call, turns, events }: CallView): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    ...beginning(call),
    ...turns.map((turn) => ({
      kind: 'turn' as const,
      key: turn.itemId,
      // Nobody knows yet when a turn began of which only words have come.
      atMs: isUnwritten(turn) && call.endedAt === null ? Infinity : turn.startedAtMs,
      turn,
    })),
    ...events.map((event) => ({
      kind: 'event' as const,
      key: `event-${event.seq}`,
      atMs: event.atMs,
      event,
    })),
  ]
  // Sorting is stable: of what happened in the same millisecond, turns come before events.
  return [...entries.toSorted((a, b) => compare(a.atMs, b.atMs)), ...end(call)]
}

/** Two that are not known yet are equal; their difference is no number. */
const compare = (a: number, b: number) => (a === b ? 0 : a - b)

function beginning(call: Call): TimelineEntry[] {
  const rang = { kind: 'milestone' as const, key: 'rang', atMs: 0, text: 'The phone rang.' }
  if (call.answeredAt === null) return [rang]
  const atMs = call.answeredAt - call.startedAt
  const text = `${call.agentName} picked up.`
  return [rang, { kind: 'milestone', key: 'answered', atMs, text }]
}

function end(call: Call): TimelineEntry[] {
  if (call.endedAt === null) return []
  const text = (call.endReason && saidOf(END_SENTENCES, call.endReason)) ?? 'The call ended.'
  return [{ kind: 'milestone', key: 'ended', atMs: call.endedAt - call.startedAt, text }]
}
