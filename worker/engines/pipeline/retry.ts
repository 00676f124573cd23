import type { PartFailure } from '../../call/ports.ts'

/** A part that fails is tried again so soon, by how often it failed; then its spare takes over. */
const WAITS_MS = [0, 500, 1_000]
/** A vendor that wants to be left alone for longer is not waited for in mid-call. */
const LONGEST_WAIT_MS = 1_000

/** Which of a part's makes is in use, and how often in a row it has failed. */
export interface Standing {
  source: number
  failures: number
}
export const OWN: Standing = { source: 0, failures: 0 }

export interface NextTry {
  standing: Standing
  waitMs: number
}

/** What comes after a failure, of so many makes; `null`: nobody is left. */
export function afterFailure(
  { source, failures }: Standing,
  { again, retryAfterMs }: PartFailure,
  sources: number,
): NextTry | null {
  const spare: NextTry | null =
    source + 1 < sources ? { standing: { source: source + 1, failures: 0 }, waitMs: 0 } : null
  const waitMs = WAITS_MS[failures]
  const wantsMs = retryAfterMs ?? 0
  if (!again || waitMs === undefined || wantsMs > LONGEST_WAIT_MS) return spare
  return { standing: { source, failures: failures + 1 }, waitMs: Math.max(waitMs, wantsMs) }
}

/** It has proved to work. */
export function proved(standing: Standing): Standing {
  return standing.failures === 0 ? standing : { ...standing, failures: 0 }
}

/** One line for the timeline of the call. */
export function toldOf(
  part: 'ears' | 'brain' | 'mouth',
  { cause }: PartFailure,
  before: Standing,
  next: NextTry,
): string {
  const isSpare = next.standing.source !== before.source
  return `${cause} ${isSpare ? `The spare ${part} took over.` : `The ${part} ${part === 'ears' ? 'were' : 'was'} tried again.`}`
}
