/** Stretches of an index, by encoded key: `lower` ≤ key < `upper`. */
import { AFTER_PREFIX } from './orderKey.ts'

export interface KeyRange {
  /** `table.index`. */
  index: string
  lower: Uint8Array
  upper: Uint8Array
}

export function compareKeys(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let at = 0; at < shared; at++) {
    const difference = a[at]! - b[at]!
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

export const contains = ({ lower, upper }: KeyRange, key: Uint8Array): boolean =>
  compareKeys(lower, key) <= 0 && compareKeys(key, upper) < 0

/** The first key behind all keys that start with `prefix`. */
export const afterPrefix = (prefix: Uint8Array): Uint8Array => append(prefix, AFTER_PREFIX)

/** All keys that start with `prefix`. */
export const prefixRange = (index: string, prefix: Uint8Array): KeyRange => ({
  index,
  lower: prefix,
  upper: afterPrefix(prefix),
})

/** The first key behind `key` itself. */
export const afterKey = (key: Uint8Array): Uint8Array => append(key, 0)

function append(key: Uint8Array, byte: number): Uint8Array {
  const longer = new Uint8Array(key.length + 1)
  longer.set(key)
  longer[key.length] = byte
  return longer
}
