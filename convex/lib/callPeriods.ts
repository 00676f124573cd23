/** A search index filters by equality alone: time is searched by month, day and hour, in UTC. */
export const PERIODS = ['month', 'day', 'hour'] as const
export type Period = (typeof PERIODS)[number]

/** How much of an ISO date names the period, and what makes it a date again. */
const FORMS: Record<Period, { length: number; rest: string }> = {
  month: { length: 7, rest: '-01T00:00Z' },
  day: { length: 10, rest: 'T00:00Z' },
  hour: { length: 13, rest: ':00Z' },
}

export const periodAt = (period: Period, epochMs: number): string =>
  new Date(epochMs).toISOString().slice(0, FORMS[period].length)

/** When the period of this moment began; epoch ms. */
export const startOf = (period: Period, epochMs: number): number =>
  Date.parse(periodAt(period, epochMs) + FORMS[period].rest)

export const periodsOf = (epochMs: number): Record<Period, string> => ({
  month: periodAt('month', epochMs),
  day: periodAt('day', epochMs),
  hour: periodAt('hour', epochMs),
})
