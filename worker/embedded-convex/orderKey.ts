/**
 * Values as bytes whose order is Convex's order of values, so that SQLite can keep an index by plain
 * comparison of bytes: undefined < null < bigint < number < boolean < string < bytes < array < object.
 * https://docs.convex.dev/database/types
 *
 * Every encoding starts with a tag from 1 to 11. Whatever has no fixed length ends with 0, and a 0
 * within it is written as 0 255; as no tag is 0 or 255, `[prefix, prefix + 255)` holds exactly the keys
 * that start with the encoded values of `prefix`.
 */
import { CommitTsPlaceholder, type Value } from 'convex/values'

const TAG = {
  undefined: 1,
  null: 2,
  bigint: 3,
  number: 4,
  false: 5,
  true: 6,
  string: 7,
  bytes: 8,
  array: 9,
  object: 10,
} as const
const END = 0
const ESCAPED = 255
/** Follows a prefix to stand behind every key that starts with it. */
export const AFTER_PREFIX = 255

const utf8 = new TextEncoder()

/** Keys are written here, one at a time; it grows when it has to. */
let bytes = new Uint8Array(4096)
let view = new DataView(bytes.buffer)
let end = 0

/** The key of a row of values, in the order they are given. */
export function encodeKey(values: readonly (Value | undefined)[]): Uint8Array {
  end = 0
  for (const value of values) putValue(value)
  return bytes.slice(0, end)
}

function reserve(length: number): void {
  if (end + length <= bytes.length) return
  const larger = new Uint8Array(Math.max(bytes.length * 2, end + length))
  larger.set(bytes)
  bytes = larger
  view = new DataView(bytes.buffer)
}

function putByte(byte: number): void {
  reserve(1)
  bytes[end++] = byte
}

function putValue(value: Value | undefined): void {
  if (value === undefined) return putByte(TAG.undefined)
  if (value === null) return putByte(TAG.null)
  if (typeof value === 'boolean') return putByte(value ? TAG.true : TAG.false)
  if (typeof value === 'bigint') return putBigint(value)
  if (typeof value === 'number') return putNumber(value)
  if (typeof value === 'string') return putString(value)
  if (value instanceof ArrayBuffer) return putEscaped(TAG.bytes, new Uint8Array(value))
  if (Array.isArray(value)) return putArray(value)
  if (value instanceof CommitTsPlaceholder) throw new Error('This host has no commit timestamps.')
  return putObject(value)
}

/** Flipping the sign bit puts negative numbers before positive ones. */
function putBigint(value: bigint): void {
  putByte(TAG.bigint)
  reserve(8)
  view.setBigInt64(end, value)
  view.setUint8(end, view.getUint8(end) ^ 0x80)
  end += 8
}

/** IEEE 754 sorts by its bits once negative numbers are inverted: the larger their bits, the smaller they are. */
function putNumber(value: number): void {
  putByte(TAG.number)
  reserve(8)
  view.setFloat64(end, value)
  const isNegative = view.getUint8(end) >= 0x80
  const high = view.getUint32(end)
  view.setUint32(end, isNegative ? ~high : high ^ 0x80000000)
  if (isNegative) view.setUint32(end + 4, ~view.getUint32(end + 4))
  end += 8
}

function putString(value: string): void {
  if (value.includes('\0')) return putEscaped(TAG.string, utf8.encode(value))
  putByte(TAG.string)
  // No character takes more than three bytes for each of its code units.
  reserve(value.length * 3)
  end += utf8.encodeInto(value, bytes.subarray(end)).written
  putByte(END)
}

function putEscaped(tag: number, content: Uint8Array): void {
  putByte(tag)
  for (const byte of content) {
    putByte(byte)
    if (byte === END) putByte(ESCAPED)
  }
  putByte(END)
}

function putArray(values: readonly Value[]): void {
  putByte(TAG.array)
  for (const value of values) putValue(value)
  putByte(END)
}

/** Objects compare as their fields do, in order of the names: name, then value. */
function putObject(value: Record<string, Value | undefined>): void {
  putByte(TAG.object)
  for (const name of Object.keys(value).toSorted()) {
    if (value[name] === undefined) continue
    putValue(name)
    putValue(value[name])
  }
  putByte(END)
}
