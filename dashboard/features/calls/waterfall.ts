/** Where the time went that a caller waited for the agent's first sound. */
import type { Call, Turn, TurnTiming } from '../../../convex/model/call.ts'

const STEPS = [
  { at: 'pickedUpAt', label: 'Call picked up' },
  { at: 'speechEndedAt', label: 'Caller stopped speaking' },
  { at: 'endpointedAt', label: 'Pause noticed' },
  { at: 'respondedAt', label: 'Model began to answer' },
  { at: 'firstAudioAt', label: 'First sound sent' },
  { at: 'firstHeardAt', label: 'First sound heard' },
] as const satisfies { at: keyof Moments; label: string }[]

/** Of the call's opening, its pick-up too: before it nobody waits. */
type Moments = TurnTiming & { pickedUpAt: number | null }

export type WaterfallStep = (typeof STEPS)[number]['at']

export interface WaterfallSegment {
  /** The moment it ends with. */
  step: WaterfallStep
  label: string
  /** After the first known moment. */
  startMs: number
  durationMs: number
}

export interface Waterfall {
  totalMs: number
  /** The first known moment, and the last. */
  from: string
  to: string
  segments: WaterfallSegment[]
}

/**
 * `null` when fewer than two moments are known. Moments never run backwards, whatever the clocks say;
 * what the model did before the call was picked up took none of the caller's time.
 */
export function waterfallOf(
  timing: TurnTiming,
  pickedUpAt: number | null = null,
): Waterfall | null {
  const moments: Moments = { ...timing, pickedUpAt }
  const known = STEPS.flatMap(({ at, label }) => {
    const time = moments[at]
    return time === null ? [] : [{ step: at, label, time }]
  })
  const [first, ...rest] = known
  const last = rest.at(-1)
  if (!first || !last) return null
  let reached = first.time
  const segments = rest.map(({ step, label, time }) => {
    const startMs = reached - first.time
    reached = Math.max(reached, time)
    return { step, label, startMs, durationMs: reached - first.time - startMs }
  })
  return { totalMs: reached - first.time, from: first.label, to: last.label, segments }
}

/** The waterfalls of a call's turns, by `itemId`. Those of which too little is known are left out. */
export function waterfallsOf(
  turns: readonly Turn[],
  { answeredAt }: Pick<Call, 'answeredAt'>,
): ReadonlyMap<string, Waterfall> {
  const opening = openingOf(turns)
  const found = turns.flatMap((turn) => {
    const from = turn === opening ? answeredAt : null
    const waterfall = turn.timing && waterfallOf(turn.timing, from)
    return waterfall ? [[turn.itemId, waterfall] as const] : []
  })
  return new Map(found)
}

/** The agent's first turn, where it answers nothing that the caller has said. */
export function openingOf(turns: readonly Turn[]): Turn | null {
  const first = turns.find(({ role }) => role === 'agent')
  const { speechEndedAt = null, endpointedAt = null } = first?.timing ?? {}
  return first && speechEndedAt === null && endpointedAt === null ? first : null
}

/** Where a segment lies on a bar that is `scaleMs` long, in per cent of it. */
export function placeOf(
  { startMs, durationMs }: Pick<WaterfallSegment, 'startMs' | 'durationMs'>,
  scaleMs: number,
): { left: number; width: number } {
  if (scaleMs <= 0) return { left: 0, width: 0 }
  const left = Math.min(100, (startMs / scaleMs) * 100)
  return { left, width: Math.min(100 - left, (durationMs / scaleMs) * 100) }
}

/** One scale for all the waits of a call, so that slow ones look slow. */
export function sharedScaleMs(
  waterfalls: Iterable<Waterfall>,
  breaksMs: readonly number[] = [],
): number {
  return Math.max(1000, ...[...waterfalls].map(({ totalMs }) => totalMs), ...breaksMs)
}
