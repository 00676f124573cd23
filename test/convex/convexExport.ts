/**
 * The form of Convex's exports and ids, written from its documents so that it can disagree: nothing of
 * the product is imported here.
 * https://docs.convex.dev/database/import-export/export
 */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import * as z from 'zod'

const rowSchema = z.looseObject({ _id: z.string(), _creationTime: z.number() })
const tableSchema = z.object({ name: z.string(), id: z.number() })
/** A document, in Convex's own JSON. */
export type Row = z.infer<typeof rowSchema>

export interface ConvexExport {
  /** The number of each table, which ids hold. */
  numbers: Map<string, number>
  /** The documents of each table, in the order of the file. */
  rows: Map<string, Row[]>
}

export function readExport(zip: Uint8Array): ConvexExport {
  const files = unzipSync(zip)
  const linesOf = (name: string): unknown[] =>
    strFromU8(files[`${name}/documents.jsonl`] ?? new Uint8Array())
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  const tables = z.array(tableSchema).parse(linesOf('_tables'))
  return {
    numbers: new Map(tables.map(({ name, id }) => [name, id])),
    rows: new Map(tables.map(({ name }) => [name, z.array(rowSchema).parse(linesOf(name))])),
  }
}

export function writeExport({ numbers, rows }: ConvexExport): Uint8Array {
  const tables = Array.from(numbers, ([name, id]) => ({ name, id }))
  return zipSync({
    'README.md': strToU8('Welcome to your Convex snapshot export.'),
    '_tables/documents.jsonl': fileOf(tables),
    '_storage/documents.jsonl': new Uint8Array(),
    ...Object.fromEntries(
      Array.from(rows, ([name, documents]) => [`${name}/documents.jsonl`, fileOf(documents)]),
    ),
    ...Object.fromEntries(
      Array.from(rows.keys(), (name) => [`${name}/generated_schema.jsonl`, strToU8('"uniform"\n')]),
    ),
  })
}

const fileOf = (lines: readonly object[]): Uint8Array =>
  strToU8(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'

/** The number of the table in groups of seven bits, the lowest first; 16 bytes; their checksum. */
export function encodeId(table: number, internal: Uint8Array): string {
  const bytes: number[] = []
  for (let rest = table; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      bytes.push(rest)
      break
    }
    bytes.push((rest % 128) + 128)
  }
  bytes.push(...internal)
  bytes.push(...checksum(bytes))
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => DIGITS[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

/** The number of the table. @throws when the checksum is wrong. */
export function tableOfId(id: string): number {
  const bits = Array.from(id, (digit) => DIGITS.indexOf(digit).toString(2).padStart(5, '0')).join(
    '',
  )
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
  const sum = checksum(bytes.slice(0, -2))
  if (sum.join() !== bytes.slice(-2).join()) throw new Error(`The checksum of ${id} is wrong.`)
  const last = bytes.findIndex((byte) => byte < 128)
  return bytes.slice(0, last + 1).reduce((sum, byte, at) => sum + (byte % 128) * 128 ** at, 0)
}

/** Fletcher's, of 16 bits modulo 256, the low byte first. */
function checksum(bytes: readonly number[]): [number, number] {
  let [first, second] = [0, 0]
  for (const byte of bytes) {
    first = (first + byte) % 256
    second = (second + first) % 256
  }
  return [first, second]
}

/** The same data as another deployment would have them: its own table numbers, and random ids. */
export function asOfAnotherDeployment({ rows }: ConvexExport): ConvexExport {
  const numbers = new Map(Array.from(rows.keys(), (name, at) => [name, 10_001 + at]))
  const ids = new Map<string, string>()
  for (const [name, documents] of rows) {
    for (const { _id } of documents) ids.set(_id, newId(numbers.get(name) ?? 0))
  }
  return { numbers, rows: mapStrings(rows, (text) => ids.get(text) ?? text) }
}

export const newId = (table: number): string =>
  encodeId(table, crypto.getRandomValues(new Uint8Array(16)))

/**
 * Without what two deployments may differ in: a document is called by its table and its place in the
 * order of creation, wherever it is named.
 */
export function canonical({ rows }: ConvexExport): object {
  const names = new Map<string, string>()
  const ordered = new Map(
    Array.from(rows, ([name, documents]) => {
      const inOrder = documents.toSorted((a, b) => a._creationTime - b._creationTime)
      for (const [at, { _id }] of inOrder.entries()) names.set(_id, `${name} ${at}`)
      return [name, inOrder]
    }),
  )
  const named = mapStrings(ordered, (text) => names.get(text) ?? text)
  return Object.fromEntries(
    Array.from(named, ([name, documents]) => [
      name,
      documents.map(({ _creationTime, ...document }) => document),
    ]).toSorted(),
  )
}

function mapStrings(rows: Map<string, Row[]>, map: (text: string) => string): Map<string, Row[]> {
  const mapped = (value: unknown): unknown => {
    if (typeof value === 'string') return map(value)
    if (Array.isArray(value)) return value.map(mapped)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mapped(part)]))
  }
  return new Map(
    Array.from(rows, ([name, documents]) => [
      name,
      documents.map((row) => rowSchema.parse(mapped(row))),
    ]),
  )
}
