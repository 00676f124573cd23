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

/** The key of a row of values, in the order they are given. */
export function encodeKey(values: readonly (Value | undefined)[]): Uint8Array {
  const bytes: number[] = []
  for (const value of values) pushValue(bytes, value)
  return Uint8Array.from(bytes)
}

function pushValue(bytes: number[], value: Value | undefined): void {
  if (value === undefined) return void bytes.push(TAG.undefined)
  if (value === null) return void bytes.push(TAG.null)
  if (typeof value === 'boolean') return void bytes.push(value ? TAG.true : TAG.false)
  if (typeof value === 'bigint') return pushBigint(bytes, value)
  if (typeof value === 'number') return pushNumber(bytes, value)
  if (typeof value === 'string') return pushEscaped(bytes, TAG.string, utf8.encode(value))
  if (value instanceof ArrayBuffer) return pushEscaped(bytes, TAG.bytes, new Uint8Array(value))
  if (Array.isArray(value)) return pushArray(bytes, value)
  if (value instanceof CommitTsPlaceholder) throw new Error('This host has no commit timestamps.')
  return pushObject(bytes, value)
}

/** Flipping the sign bit puts negative numbers before positive ones. */
function pushBigint(bytes: number[], value: bigint): void {
  const view = new DataView(new ArrayBuffer(8))
  view.setBigInt64(0, value)
  view.setUint8(0, view.getUint8(0) ^ 0x80)
  bytes.push(TAG.bigint, ...new Uint8Array(view.buffer))
}

/** IEEE 754 sorts by its bits once negative numbers are inverted: the larger their bits, the smaller they are. */
function pushNumber(bytes: number[], value: number): void {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  const float = new Uint8Array(view.buffer)
  const negative = float[0]! >= 0x80
  bytes.push(TAG.number)
  for (const [index, byte] of float.entries()) {
    if (negative) bytes.push(byte ^ 0xff)
    else bytes.push(index === 0 ? byte ^ 0x80 : byte)
  }
}

function pushEscaped(bytes: number[], tag: number, content: Uint8Array): void {
  bytes.push(tag)
  for (const byte of content) {
    bytes.push(byte)
    if (byte === END) bytes.push(ESCAPED)
  }
  bytes.push(END)
}

function pushArray(bytes: number[], values: readonly Value[]): void {
  bytes.push(TAG.array)
  for (const value of values) pushValue(bytes, value)
  bytes.push(END)
}

/** Objects compare as their fields do, in order of the names: name, then value. */
function pushObject(bytes: number[], value: Record<string, Value | undefined>): void {
  bytes.push(TAG.object)
  for (const name of Object.keys(value).toSorted()) {
    if (value[name] === undefined) continue
    pushValue(bytes, name)
    pushValue(bytes, value[name])
  }
  bytes.push(END)
}
