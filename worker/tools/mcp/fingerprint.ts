import { sha256 } from '../../lib/hash.ts'

/** What a tool says of itself: another text, and it is another one for models. */
export function fingerprintOf(description: string, parameters: unknown): Promise<string> {
  return sha256(JSON.stringify([description, inOrder(parameters)]))
}

/** Servers may write the keys of an object in any order. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [
    key,
    inOrder(inner),
  ])
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
