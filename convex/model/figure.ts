/** Far more than a call uses of anything, and so little that sums of it stay exact. */
const MOST = 1e9

/**
 * A figure that somebody else told, as one that may be kept: not below 0, not above 10⁹, whole where it
 * counts things, with three decimals where it measures. What is no number counts as 0. Whatever comes in
 * from outside goes through here, so that one odd figure never makes a record that cannot be stored.
 */
export function figure(told: number, kind: 'count' | 'measure'): number {
  if (!(told > 0)) return 0
  const most = Math.min(told, MOST)
  return kind === 'count' ? Math.round(most) : Math.round(most * 1000) / 1000
}
