import type { FunctionReturnType } from 'convex/server'
import type { api } from '../../../convex/_generated/api.js'
import { addAmounts } from '../../../convex/model/cost.ts'

export type Summary = FunctionReturnType<typeof api.overview.summary>
export type DaySummary = Summary['days'][number]

/** Currency to sum; what the vendors of models and transcription ask is in USD. */
export function summedCost({ parts, carrier }: Summary['cost']): Record<string, number> {
  const usd = Object.values(parts).reduce((sum, part) => sum + part, 0)
  return addAmounts({ USD: usd }, carrier)
}

/** `6.3 %`; a share that is not nothing never reads as nothing. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %'
  const percent = (part / whole) * 100
  return percent < 0.1 ? '< 0.1 %' : `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`
}

const shortDay = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  timeZone: 'UTC',
})
const longDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeZone: 'UTC' })

/** A local day is the same words anywhere, so it is written as if it were one of UTC. */
export const dayWords = (date: string) => ({
  short: shortDay.format(Date.parse(date)),
  label: longDay.format(Date.parse(date)),
})
