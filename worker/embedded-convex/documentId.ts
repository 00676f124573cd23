/**
 * Ids of documents in Convex's own form, so that its tools can read them: the number of the table,
 * 16 bytes and a checksum, in Crockford's base32. The 16 bytes begin with the place of the document in
 * its table, so that an id is found without an index; the rest is random.
 * https://github.com/get-convex/convex-backend/tree/main/crates/value/src/id_v6.rs
 */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const VALUES = new Map(Array.from(ALPHABET, (letter, value) => [letter.charCodeAt(0), value]))
/** Two bytes of table number, 16 of id, two of checksum. */
const BYTES = 20
const CHECKED_BYTES = BYTES - 2
export const ID_LENGTH = 32

/** Where a document is, and what makes its id impossible to guess. */
export interface Place {
  /** Creation, epoch µs: unique within its table. */
  created: number
  /** 48 random bits. */
  salt: number
}

/** The numbers that Convex gives to tables begin here; two bytes hold no larger one than 16,383. */
const FIRST_NUMBER = 10_001
const NUMBERS = 6_000
const numbers = new Map<string, number>()

/** By its name a table has the same number in every installation. Two of a schema must not share one. */
export function tableNumber(table: string): number {
  const known = numbers.get(table)
  if (known !== undefined) return known
  const number = FIRST_NUMBER + (fnv1a(table) % NUMBERS)
  numbers.set(table, number)
  return number
}

/** http://www.isthe.com/chongo/tech/comp/fnv/ */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return hash
}

const scratch = new Uint8Array(BYTES)

export function idOf(table: string, { created, salt }: Place): string {
  const number = tableNumber(table)
  scratch[0] = (number & 0x7f) | 0x80
  scratch[1] = number >>> 7
  putNumber(2, 8, created)
  putNumber(10, 8, salt)
  const sum = fletcher16()
  scratch[CHECKED_BYTES] = sum & 0xff
  scratch[CHECKED_BYTES + 1] = sum >>> 8
  let id = ''
  for (let at = 0, bits = 0, held = 0; at < BYTES; at++) {
    held = ((held << 8) | scratch[at]!) & 0xfff
    for (bits += 8; bits >= 5;) id += ALPHABET[(held >>> (bits -= 5)) & 31]
  }
  return id
}

/** Where the document of this id is; `null`: it is no id, or one of another table. */
export function placeOf(table: string, id: string): Place | null {
  if (id.length !== ID_LENGTH) return null
  for (let at = 0, bits = 0, held = 0, byte = 0; at < ID_LENGTH; at++) {
    const value = VALUES.get(id.charCodeAt(at))
    if (value === undefined) return null
    held = ((held << 5) | value) & 0xfff
    bits += 5
    if (bits >= 8) scratch[byte++] = (held >>> (bits -= 8)) & 0xff
  }
  if (((scratch[0]! & 0x7f) | (scratch[1]! << 7)) !== tableNumber(table)) return null
  const sum = scratch[CHECKED_BYTES]! | (scratch[CHECKED_BYTES + 1]! << 8)
  return sum === fletcher16() ? { created: numberAt(2, 8), salt: numberAt(10, 8) } : null
}

/** The largest table number takes five bytes. */
const LARGEST_ID = /^[0-9a-hjkmnp-tv-z]{31,37}$/

/** The number of the table that an id of any deployment's names; `null`: it is no id of Convex's. */
export function tableNumberIn(id: string): number | null {
  if (!LARGEST_ID.test(id)) return null
  const bytes = bytesOf(id)
  let number = 0
  let at = 0
  do number += (bytes[at]! & 0x7f) * 2 ** (7 * at)
  while (bytes[at++]! >= 0x80 && at < 5)
  const end = at + BYTES - 4
  if (id.length !== Math.ceil(((end + 2) * 8) / 5)) return null
  return (bytes[end]! | (bytes[end + 1]! << 8)) === fletcher16(bytes, end) ? number : null
}

/** The bytes that some digits stand for; what is left of the last digit is not looked at. */
function bytesOf(digits: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((digits.length * 5) / 8))
  for (let at = 0, bits = 0, held = 0, byte = 0; at < digits.length; at++) {
    held = ((held << 5) | (VALUES.get(digits.charCodeAt(at)) ?? 0)) & 0xfff
    bits += 5
    if (bits >= 8) bytes[byte++] = (held >>> (bits -= 8)) & 0xff
  }
  return bytes
}

export const isIdOf = (table: string, id: string): boolean => placeOf(table, id) !== null

function putNumber(at: number, length: number, value: number): void {
  for (let last = at + length - 1, rest = value; last >= at; last--) {
    scratch[last] = rest % 256
    rest = Math.floor(rest / 256)
  }
}

function numberAt(at: number, length: number): number {
  let value = 0
  for (let index = at; index < at + length; index++) value = value * 256 + scratch[index]!
  return value
}

/** https://en.wikipedia.org/wiki/Fletcher%27s_checksum, modulo 256 as Convex has it. */
function fletcher16(bytes: Uint8Array = scratch, length = CHECKED_BYTES): number {
  let first = 0
  let second = 0
  for (let at = 0; at < length; at++) {
    first = (first + bytes[at]!) & 0xff
    second = (second + first) & 0xff
  }
  return (second << 8) | first
}

/** Random numbers are drawn many at a time: one call for each id costs more than the id. */
const drawn = new Uint32Array(256)
let used = drawn.length

export function newSalt(): number {
  if (used >= drawn.length) {
    crypto.getRandomValues(drawn)
    used = 0
  }
  const high = drawn[used++]! & 0xffff
  return high * 2 ** 32 + drawn[used++]!
}
