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

const QUOTE = 0x22
const ZERO = 0x30
const NINE = 0x39

/** The digits between a key and the next quote, read without cutting them out; `null`: there is something else. */
export function wholeAfter(text: string, key: string, from: number): number | null {
  const at = text.indexOf(key, from)
  if (at < 0) return null
  let value = 0
  for (let i = at + key.length; text.charCodeAt(i) !== QUOTE; i++) {
    const code = text.charCodeAt(i)
    if (!(code >= ZERO && code <= NINE)) return null
    value = value * 10 + (code - ZERO)
  }
  return value
}
