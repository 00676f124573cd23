/**
 * The text between a key and the next quote, cut out of JSON without parsing it. `null` when the key does
 * not come after `from`, or when there is an escape in the text: only a parser knows where it ends.
 */
export function valueAfter(text: string, key: string, from: number): string | null {
  const at = text.indexOf(key, from)
  if (at < 0) return null
  const start = at + key.length
  const end = text.indexOf('"', start)
  if (end < 0) return null
  const value = text.slice(start, end)
  return value.includes('\\') ? null : value
}
