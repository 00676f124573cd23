/** What is shown as nothing at all. */
const FLOOR_DB = -50

/** How loud samples are, 0 (silence) to 1 (as loud as can be), by the ear's logarithmic measure. */
export function levelOf(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  if (sum === 0) return 0
  const db = 10 * Math.log10(sum / samples.length)
  return Math.min(1, Math.max(0, 1 - db / FLOOR_DB))
}
