/** Where the time between the caller's last sound and the agent's first went. */
import type { TurnTiming } from '../../../convex/model/call.ts'

const STEPS = [
  { at: 'speechEndedAt', label: 'Caller stopped speaking' },
  { at: 'endpointedAt', label: 'Pause noticed' },
  { at: 'respondedAt', label: 'Model began to answer' },
  { at: 'firstAudioAt', label: 'First sound sent' },
  { at: 'firstHeardAt', label: 'First sound heard' },
] as const satisfies { at: keyof TurnTiming; label: string }[]

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
  /** The first known moment. */
  from: string
  segments: WaterfallSegment[]
}

/** `null` when fewer than two moments are known. Moments never run backwards, whatever the clocks say. */
export function waterfallOf(timing: TurnTiming): Waterfall | null {
  const known = STEPS.flatMap(({ at, label }) => {
    const time = timing[at]
    return time === null ? [] : [{ step: at, label, time }]
  })
  const [first, ...rest] = known
  if (!first || rest.length === 0) return null
  let reached = first.time
  const segments = rest.map(({ step, label, time }) => {
    const startMs = reached - first.time
    reached = Math.max(reached, time)
    return { step, label, startMs, durationMs: reached - first.time - startMs }
  })
  return { totalMs: reached - first.time, from: first.label, segments }
}

/** Where a segment lies on a bar that is `scaleMs` long, in per cent of it. */
export function placeOf(
  { startMs, durationMs }: WaterfallSegment,
  scaleMs: number,
): { left: number; width: number } {
  if (scaleMs <= 0) return { left: 0, width: 0 }
  const left = Math.min(100, (startMs / scaleMs) * 100)
  return { left, width: Math.min(100 - left, (durationMs / scaleMs) * 100) }
}

/** One scale for all the answers of a call, so that slow ones look slow. */
export function sharedScaleMs(timings: readonly (TurnTiming | null)[]): number {
  return Math.max(
    1000,
    ...timings.map((timing) => (timing ? (waterfallOf(timing)?.totalMs ?? 0) : 0)),
  )
}
