import { v } from 'convex/values'

/** One of the given strings. */
export const vOneOf = <T extends string>(...values: readonly T[]) =>
  v.union(...values.map((value) => v.literal(value)))

/** A value that may be known to be absent. */
export const vNumberOrNull = v.union(v.number(), v.null())
export const vStringOrNull = v.union(v.string(), v.null())
