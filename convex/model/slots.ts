/** Calls are counted by quarters of an hour: every time zone's day begins on one. */
export const SLOT_MS = 15 * 60_000
export const DAY_MS = 86_400_000

export const slotOf = (epochMs: number): number => Math.floor(epochMs / SLOT_MS) * SLOT_MS

/** When the day of this moment began, in UTC. */
export const dayOf = (epochMs: number): number => Math.floor(epochMs / DAY_MS) * DAY_MS

/** The number of the quarter of an hour within its day in UTC, from 0. */
export const quarterOf = (slotStart: number): number => (slotStart - dayOf(slotStart)) / SLOT_MS
