import * as z from 'zod'
import { priceOf } from './engines/index.ts'
import type { UsageLine } from './usage.ts'

/** An amount in a currency (ISO 4217, like `USD`). Amounts of two currencies are never added up. */
export const moneySchema = z.object({ amount: z.number().min(0), currency: z.string().min(1) })
export type Money = z.infer<typeof moneySchema>

export const costSchema = z.object({
  /** Part of the usage to USD, by the vendors' price lists; a part of which no price is known is missing. */
  parts: z.record(z.string(), z.number().min(0)),
  /** What the carrier charged, once it is known. */
  carrier: moneySchema.nullable(),
})
export type Cost = z.infer<typeof costSchema>

export const NO_COST: Cost = { parts: {}, carrier: null }

/** USD by part, at the prices of the day `at` (epoch ms). */
export function partCosts(usage: readonly UsageLine[], at: number): Record<string, number> {
  const costs: Record<string, number> = {}
  for (const line of usage) {
    const usd = priceOf(line, at)
    if (usd !== null) costs[line.part] = (costs[line.part] ?? 0) + usd
  }
  return costs
}

/** What the carrier charged for a call, by currency: for its own line, and those to persons. */
export function carrierCosts({ cost, transfers = [] }: Charged): Record<string, number> {
  const prices = [cost.carrier, ...transfers.map(({ price }) => price)]
  return prices.reduce<Record<string, number>>(
    (sum, price) => (price ? addAmounts(sum, { [price.currency]: price.amount }) : sum),
    {},
  )
}

interface Charged {
  cost: Pick<Cost, 'carrier'>
  transfers?: readonly { price: Money | null }[]
}

/** Far below what anything costs, and far above what adding and subtracting leaves over. */
const PRECISION = 1e9

/** Adds amounts key by key; `sign` -1 takes them away again. Keys that come to nothing are dropped. */
export function addAmounts(
  left: Readonly<Record<string, number>>,
  right: Readonly<Record<string, number>>,
  sign: 1 | -1 = 1,
): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const exact = (left[key] ?? 0) + sign * (right[key] ?? 0)
    const amount = Math.round(exact * PRECISION) / PRECISION
    if (amount !== 0) sum[key] = amount
  }
  return sum
}
