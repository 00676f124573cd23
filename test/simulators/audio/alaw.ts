/**
 * G.711 A-law, as telephones outside of North America and Japan record it.
 * https://www.itu.int/rec/T-REC-G.711
 */
const DECODED = Int16Array.from({ length: 256 }, (_, byte) => decodeByte(byte))

export function decodeAlaw(bytes: Uint8Array): Int16Array {
  const pcm = new Int16Array(bytes.length)
  for (let n = 0; n < bytes.length; n++) pcm[n] = DECODED[bytes[n]!]!
  return pcm
}

function decodeByte(byte: number): number {
  // On the wire every other bit is inverted.
  const bits = byte ^ 0x55
  const exponent = (bits >> 4) & 7
  const mantissa = ((bits & 15) << 4) + 8
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1)
  return bits & 0x80 ? magnitude : -magnitude
}
