/** Round steps for an axis: the smallest of 1, 2, 2.5, 5 × 10ⁿ that needs at most `count` of them. */
export function niceStep(max: number, count: number, whole: boolean): number {
  const raw = Math.max(max / count, whole ? 1 : Number.MIN_VALUE)
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 2.5, 5, 10].find(
    (factor) => factor * power >= raw * (1 - 1e-9) && !(whole && (factor * power) % 1 !== 0),
  )
  return (step ?? 10) * power
}

/** Where the lines of an axis from 0 lie, the last at or above `max`. */
export function ticksOf(max: number, count = 4, whole = true): number[] {
  const step = niceStep(Math.max(max, whole ? 1 : 0.01), count, whole)
  const steps = Math.max(1, Math.ceil(max / step - 1e-9))
  return Array.from({ length: steps + 1 }, (_, index) => index * step)
}

/** Every how many columns a label fits, when `fitting` labels fit in all. */
export function labelEvery(columns: number, fitting: number): number {
  return Math.max(1, Math.ceil(columns / fitting))
}
