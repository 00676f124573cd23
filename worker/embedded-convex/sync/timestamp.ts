/** Timestamps as the sync protocol writes them: an unsigned 64-bit number, low byte first, in base64. */

export function encodeTimestamp(ts: number): string {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(ts), true)
  return btoa(String.fromCharCode(...bytes))
}

/** `null`: not a timestamp, or one that no host of ours can have given. */
export function decodeTimestamp(text: string): number | null {
  const bytes = bytesOf(text)
  if (bytes?.length !== 8) return null
  const ts = Number(new DataView(bytes.buffer).getBigUint64(0, true))
  return Number.isSafeInteger(ts) ? ts : null
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}
