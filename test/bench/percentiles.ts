/** How a measured quantity is spread. The unit is that of the samples. */
export interface Spread {
  count: number
  p50: number
  p90: number
  p99: number
  max: number
}

/** Nearest-rank percentiles; all `NaN` without samples. */
export function spreadOf(samples: readonly number[]): Spread {
  const sorted = Float64Array.from(samples).toSorted()
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) }
}

/** Of an even number of values: the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const above = sorted[Math.floor(half)] ?? NaN
  const below = sorted[Math.ceil(half) - 1] ?? NaN
  return (below + above) / 2
}
