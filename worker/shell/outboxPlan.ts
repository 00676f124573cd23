/** A call that has just begun is to be seen soon; ms. */
const FIRST_MS = 400
/**
 * How long changes gather before they are delivered while the call runs, in ms. Those who watch the
 * call see it live; the journal has it all. The times differ, so that many calls do not deliver at once.
 */
const GATHER_MS = { least: 60_000, most: 120_000 }
/** Waits between tries when the data layer does not take the record, in ms; the last one repeats. */
const RETRY_MS = [1_000, 2_000, 5_000, 15_000, 60_000, 300_000]

/** How long to gather changes before the next delivery, in ms. `chance`: 0 to 1. */
export function gatherMs(isFirst: boolean, chance: number): number {
  if (isFirst) return FIRST_MS
  return GATHER_MS.least + chance * (GATHER_MS.most - GATHER_MS.least)
}

/** Changes of a call that runs are delivered after so long, in ms, also where a restart has lost the timer. */
export const LONGEST_GATHER_MS = GATHER_MS.most

/** How long to wait before another try, in ms; 0 when none has failed. */
export function retryMs(failures: number): number {
  return RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? 0
}
