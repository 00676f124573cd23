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
