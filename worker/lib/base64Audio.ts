/** µ-law at 8 kHz: one byte a sample, eight a millisecond. */
const BYTES_PER_MS = 8

/** How long base64 µ-law lasts, in ms, without decoding it; what is no base64 lasts no time. */
export function durationMs(payload: string): number {
  const { length } = payload
  const padding = isPad(payload, length - 1) ? (isPad(payload, length - 2) ? 2 : 1) : 0
  return Math.max(0, ((length * 3) / 4 - padding) / BYTES_PER_MS)
}

/** `=`, which fills up the last group of base64. */
const PAD = 0x3d

/** Read as a number: as a string it would be made for every frame. */
function isPad(payload: string, at: number): boolean {
  return payload.charCodeAt(at) === PAD
}

/** What one frame of a phone call lasts. */
export const FRAME_MS = 20

/** One frame of µ-law silence (0xFF), base64. */
export const SILENT_FRAME = btoa('\xff'.repeat(FRAME_MS * BYTES_PER_MS))

/** µ-law of about −36 dBFS: its bits are inverted, and the larger the quieter. */
const QUIET_FROM = 0x50

/** Whether a frame of µ-law is more than background noise. */
export function isLoud(payload: string): boolean {
  const bytes = atob(payload)
  let loud = 0
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes.charCodeAt(at) & 0x7f) < QUIET_FROM) loud += 1
  }
  return loud * 10 > bytes.length
}
