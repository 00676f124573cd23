/**
 * The text between a key and the next quote, cut out of JSON without parsing it. Escapes stay as they
 * are. `null` when the key does not come after `from`.
 */
export function valueAfter(text: string, key: string, from: number): string | null {
  const at = text.indexOf(key, from)
  if (at < 0) return null
  const start = at + key.length
  const end = text.indexOf('"', start)
  return end < 0 ? null : text.slice(start, end)
}
