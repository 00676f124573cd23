/** Where the time went that a caller waited for the agent's first sound. */
import type { Call, Turn, TurnTiming } from '../../../convex/model/call.ts'

/** Who took the time: of a model that does it all, and of one that hears, thinks and speaks apart. */
export type WaitPart = 'pause' | 'start' | 'model' | 'ears' | 'brain' | 'mouth' | 'line'

interface Step {
  at: keyof Moments
  label: string
  part: WaitPart
}

const BEFORE = [
  { at: 'pickedUpAt', label: 'Call picked up', part: 'pause' },
  { at: 'speechEndedAt', label: 'Caller stopped speaking', part: 'pause' },
  { at: 'endpointedAt', label: 'Pause noticed', part: 'pause' },
] as const satisfies Step[]

const TOGETHER = [
  ...BEFORE,
  { at: 'respondedAt', label: 'Model began to answer', part: 'start' },
  { at: 'firstAudioAt', label: 'First sound sent', part: 'model' },
  { at: 'firstHeardAt', label: 'First sound heard', part: 'line' },
] as const satisfies Step[]

const APART = [
  ...BEFORE,
  { at: 'respondedAt', label: 'Words understood', part: 'ears' },
  { at: 'thoughtAt', label: 'First words thought of', part: 'brain' },
  { at: 'firstAudioAt', label: 'First sound sent', part: 'mouth' },
  { at: 'firstHeardAt', label: 'First sound heard', part: 'line' },
] as const satisfies Step[]

const PARTS: readonly WaitPart[] = ['pause', 'start', 'model', 'ears', 'brain', 'mouth', 'line']

/** Of the call's opening, its pick-up too: before it nobody waits. */
type Moments = TurnTiming & { pickedUpAt: number | null }

export type WaterfallStep = (typeof TOGETHER | typeof APART)[number]['at']

export interface WaterfallSegment {
  /** The moment it ends with. */
  step: WaterfallStep
  label: string
  part: WaitPart
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
  const steps = moments.thoughtAt === undefined ? TOGETHER : APART
  const known = steps.flatMap(({ at, label, part }) => {
    const time = moments[at] ?? null
    return time === null ? [] : [{ step: at, label, part, time }]
  })
  const [first, ...rest] = known
  const last = rest.at(-1)
  if (!first || !last) return null
  let reached = first.time
  const segments = rest.map(({ step, label, part, time }) => {
    const startMs = reached - first.time
    reached = Math.max(reached, time)
    return { step, label, part, startMs, durationMs: reached - first.time - startMs }
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

/** Which parts the waits of a call have, in the order in which they come. */
export function partsOf(waterfalls: Iterable<Waterfall>): readonly WaitPart[] {
  const found = new Set([...waterfalls].flatMap(({ segments }) => segments.map(({ part }) => part)))
  return PARTS.filter((part) => found.has(part))
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
