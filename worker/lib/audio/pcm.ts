/** Rounds to 16-bit samples; what is louder than they can be becomes as loud as they can be. */
export function toPcm(samples: ArrayLike<number>): Int16Array<ArrayBuffer> {
  return Int16Array.from(samples, (sample) =>
    Math.max(-32_768, Math.min(32_767, Math.round(sample))),
  )
}
