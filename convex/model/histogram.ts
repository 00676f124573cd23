/**
 * Counts of values by size class, so that percentiles of many calls can be had by adding up small
 * rows. Classes grow by 5 %, so a percentile is at most 2.5 % off.
 */
export type Histogram = Record<string, number>

const GROWTH = 1.05

const binOf = (value: number) =>
  value < 1 ? 0 : 1 + Math.floor(Math.log(value) / Math.log(GROWTH))
const middleOf = (bin: number) => (bin === 0 ? 0 : GROWTH ** (bin - 0.5))

export function histogramOf(values: readonly number[]): Histogram {
  const histogram: Histogram = {}
  for (const value of values) {
    const bin = String(binOf(value))
    histogram[bin] = (histogram[bin] ?? 0) + 1
  }
  return histogram
}

/** Adds counts key by key; `sign` -1 takes them away again. Keys that come to nothing are dropped. */
export function addCounts(
  left: Record<string, number>,
  right: Record<string, number>,
  sign: 1 | -1 = 1,
): Record<string, number> {
  const sum = { ...left }
  for (const [key, count] of Object.entries(right)) {
    const total = (sum[key] ?? 0) + sign * count
    if (total === 0) delete sum[key]
    else sum[key] = total
  }
  return sum
}

export interface Percentiles {
  /** How many values there are. */
  count: number
  p50: number | null
  p90: number | null
  p99: number | null
}

export function percentilesOf(histogram: Histogram): Percentiles {
  const bins = Object.entries(histogram)
    .map(([bin, count]) => ({ bin: Number(bin), count }))
    .toSorted((a, b) => a.bin - b.bin)
  const count = bins.reduce((sum, bin) => sum + bin.count, 0)
  /** Nearest rank: the smallest value that at least this share of the values does not exceed. */
  const at = (share: number): number | null => {
    let left = Math.ceil(share * count)
    for (const bin of bins) {
      left -= bin.count
      if (left <= 0) return Math.round(middleOf(bin.bin))
    }
    return null
  }
  return { count, p50: at(0.5), p90: at(0.9), p99: at(0.99) }
}
