/**
 * Audio that carries its own time of departure. The first 12 bytes of a piece say when it left and
 * which one it is; the rest is always the same, so that a piece costs next to nothing to make. Bridges
 * do not look into audio, so they treat it as any other.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter.charCodeAt(0), value]))

/** Four base64 letters that nothing else on the wire contains. */
const MARKER = 'Zq9Z'
const MARKER_BYTES = Buffer.from(MARKER)
const TIME_LETTERS = 8
const NUMBER_LETTERS = 4
const HEAD_BYTES = 12
const BYTES_PER_MS = 8

/** The constant end of a piece of this length, base64. */
export function tailOf(durationMs: number): string {
  const bytes = durationMs * BYTES_PER_MS - HEAD_BYTES
  return Buffer.alloc(bytes, 0x55).toString('base64')
}

/** A piece of audio, base64, that leaves now. */
export function stamped(tail: string, number: number): string {
  const nowUs = Math.round(performance.now() * 1000)
  return MARKER + encode(nowUs, TIME_LETTERS) + encode(number, NUMBER_LETTERS) + tail
}

export interface Stamp {
  /** When the piece left, ms of `performance.now()`. */
  leftAt: number
  number: number
  /** Where in the message the audio begins. */
  offset: number
}

/** Finds the audio in a message; `null` in one without. */
export function readStamp(message: Buffer): Stamp | null {
  const offset = message.indexOf(MARKER_BYTES)
  if (offset < 0) return null
  const timeAt = offset + MARKER.length
  const numberAt = timeAt + TIME_LETTERS
  return {
    leftAt: decode(message, timeAt, TIME_LETTERS) / 1000,
    number: decode(message, numberAt, NUMBER_LETTERS),
    offset,
  }
}

function encode(value: number, letters: number): string {
  let text = ''
  let rest = value
  for (let i = 0; i < letters; i++) {
    text = (ALPHABET[rest % 64] ?? 'A') + text
    rest = Math.floor(rest / 64)
  }
  return text
}

function decode(message: Buffer, from: number, letters: number): number {
  let value = 0
  for (let i = from; i < from + letters; i++)
    value = value * 64 + (VALUES.get(message[i] ?? 0) ?? 0)
  return value
}
