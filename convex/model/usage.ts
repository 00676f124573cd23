import * as z from 'zod'
import { figure } from './figure.ts'

/** How much of something a call has used. Any word may come: engines name their own. */
const usageLineSchema = z.object({
  /** What it was used for: `model`, `transcription`. */
  part: z.string().min(1),
  vendor: z.string().min(1),
  model: z.string(),
  /** `text_in_tokens`, `text_in_cached_tokens` (counted there alone), `transcribed_sec`, … */
  unit: z.string().min(1),
  amount: z.number().min(0),
})
export type UsageLine = z.infer<typeof usageLineSchema>

export const usageSchema = z.array(usageLineSchema)
export type Usage = z.infer<typeof usageSchema>

export const NO_USAGE: Usage = []

/** A line for each unit of which something was used, by figures that a vendor told. */
export function usageLines(
  what: Pick<UsageLine, 'part' | 'vendor' | 'model'>,
  amounts: Readonly<Record<string, number>>,
): Usage {
  return Object.entries(amounts)
    .map(([unit, told]) => ({ ...what, unit, amount: figure(told, kindOf(unit)) }))
    .filter(({ amount }) => amount > 0)
}

const kindOf = (unit: string) => (unit.endsWith('_tokens') ? 'count' : 'measure')

/** Both together: lines that differ only in their amount become one. */
export function addUsage(left: readonly UsageLine[], right: readonly UsageLine[]): Usage {
  const sum = [...left]
  for (const line of right) {
    const at = sum.findIndex((other) => isSame(other, line))
    const known = sum[at]
    if (known) sum[at] = { ...known, amount: known.amount + line.amount }
    else sum.push(line)
  }
  return sum
}

function isSame(a: UsageLine, b: UsageLine): boolean {
  return a.part === b.part && a.vendor === b.vendor && a.model === b.model && a.unit === b.unit
}

/** How much of a unit was used in all, whatever for. */
export function amountOf(usage: readonly UsageLine[], unit: string): number {
  return usage.reduce((sum, line) => (line.unit === unit ? sum + line.amount : sum), 0)
}
