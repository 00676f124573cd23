import type { UsageLine } from './usage.ts'

/** Model to its prices, the earliest first. */
export type PriceList = Readonly<Record<string, readonly DatedPrices[]>>

interface DatedPrices {
  /** The first day it is asked, `YYYY-MM-DD` in UTC. */
  since: string
  /** Unit of usage to USD. */
  perUnit: Readonly<Record<string, number>>
}

/** USD for a line of usage at a time (epoch ms); `null` when it is not in the list. */
export type PriceOf = (line: UsageLine, at: number) => number | null

/** Prices of one vendor. Usage from before a list begins is priced by its first line. */
export function priceFrom(vendor: string, list: PriceList): PriceOf {
  return (line, at) => {
    const dated = line.vendor === vendor && Object.hasOwn(list, line.model) && list[line.model]
    if (!dated) return null
    const day = new Date(at).toISOString().slice(0, 10)
    const then = dated.findLast(({ since }) => since <= day) ?? dated[0]
    const perUnit = then?.perUnit[line.unit]
    return perUnit === undefined ? null : perUnit * line.amount
  }
}
