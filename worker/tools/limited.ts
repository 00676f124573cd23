/** The most that a model is told of a result, in bytes of UTF-8. */
const MOST_BYTES = 8_192

const NOTE = '\n(The rest was left out: it is too long.)'

/** What the model is told of a result. */
export function limited(output: string): string {
  // No character takes more than three bytes for each of its units.
  if (output.length * 3 <= MOST_BYTES) return output
  const bytes = new TextEncoder().encode(output)
  if (bytes.length <= MOST_BYTES) return output
  const kept = bytes.subarray(0, startOfCharacter(bytes, MOST_BYTES - NOTE.length))
  return new TextDecoder().decode(kept) + NOTE
}

/** The last place up to `end` where a character begins. */
function startOfCharacter(bytes: Uint8Array, end: number): number {
  let at = end
  while (at > 0 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--
  return at
}
