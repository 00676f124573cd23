/** What the model is given of a tool's answer at the most, in bytes of UTF-8. */
export const MAX_OUTPUT_BYTES = 8192

const CUT = '… (cut: the answer was longer)'

/** As much of a text as a model is given, cut between two characters. */
export function clipped(text: string, maxBytes = MAX_OUTPUT_BYTES): string {
  const encoder = new TextEncoder()
  const bytes = encoder.encode(text)
  if (bytes.length <= maxBytes) return text
  const room = maxBytes - encoder.encode(CUT).length
  // A character that is cut in two is left out.
  const whole = new TextDecoder().decode(bytes.subarray(0, room)).replace(/\uFFFD+$/, '')
  return whole + CUT
}
