/** What fields of settings are made of: rules with sentences for those who break them. */
import * as z from 'zod'

/** A number within limits; the sentence for one that is not names them. */
export function between(min: number, max: number) {
  const error = `Enter a number from ${min} to ${max}.`
  return z.number(error).min(min, error).max(max, error)
}

export function wholeBetween(
  min: number,
  max: number,
  unit: 'ms' | 's' | 'min' | 'times' | 'messages' | 'USD',
) {
  const error = `Enter a whole number from ${min} to ${max} ${unit}.`
  return z.number(error).int(error).min(min, error).max(max, error)
}

/** One of some words. Any text may be sent, so that a wrong one is answered by `error`. */
export function oneOf<const Words extends readonly [string, ...string[]]>(
  words: Words,
  error: string,
) {
  return z.string(error).pipe(z.enum(words, { error }))
}
