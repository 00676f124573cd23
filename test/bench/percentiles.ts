/** How a measured quantity is spread. The unit is that of the samples. */
export interface Spread {
  count: number
  p50: number
  p90: number
  p95: number
  p99: number
  max: number
}

/** Nearest-rank percentiles; all `NaN` without samples. */
export function spreadOf(samples: readonly number[]): Spread {
  const sorted = Float64Array.from(samples).toSorted()
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
  return {
    count: sorted.length,
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    max: at(1),
  }
}
