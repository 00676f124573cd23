import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, Zip, ZipDeflate, zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openExport } from '../../local/exportFile.ts'
import { contentOf, entriesOf } from '../../local/zipFile.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zip-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function written(zip: Uint8Array): string {
  const path = join(folder, `${crypto.randomUUID()}.zip`)
  writeFileSync(path, zip)
  return path
}

async function contents(path: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const entry of await entriesOf(path)) {
    const chunks: Uint8Array[] = []
    for await (const chunk of contentOf(path, entry)) chunks.push(chunk)
    files[entry.name] = Buffer.concat(chunks).toString()
  }
  return files
}

const LONG = 'a line that says little\n'.repeat(20_000)

test('a zip is read whether its files are packed or not', async () => {
  const files = { 'a/long.txt': strToU8(LONG), 'ü.txt': strToU8('ü'), 'empty.txt': strToU8('') }
  const expected = { 'a/long.txt': LONG, 'ü.txt': 'ü', 'empty.txt': '' }
  expect(await contents(written(zipSync(files)))).toEqual(expected)
  expect(await contents(written(zipSync(files, { level: 0 })))).toEqual(expected)
})

test('a zip is read that was written before the sizes were known', async () => {
  const chunks: Uint8Array[] = []
  const zip = new Zip((_error, chunk) => void chunks.push(chunk))
  for (const name of ['one', 'two']) {
    const entry = new ZipDeflate(name)
    zip.add(entry)
    entry.push(strToU8(LONG))
    entry.push(strToU8(name), true)
  }
  zip.end()
  expect(await contents(written(Buffer.concat(chunks)))).toEqual({
    one: `${LONG}one`,
    two: `${LONG}two`,
  })
})

const u16 = (...values: number[]) => Buffer.from(Uint16Array.from(values).buffer)
const u32 = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer)
const u64 = (...values: number[]) => Buffer.from(BigUint64Array.from(values, BigInt).buffer)

/** One file that is not packed, with its numbers in the fields of zip64. */
function zip64(name: string, text: string): Uint8Array {
  const IN_ZIP64 = 0xffffffff
  const [called, content] = [Buffer.from(name), Buffer.from(text)]
  const { length } = content
  const local = Buffer.concat([
    u32(0x04034b50),
    u16(45, 0, 0, 0, 0),
    u32(0, length, length),
    u16(called.length, 0),
    called,
    content,
  ])
  const extra = Buffer.concat([u16(1, 24), u64(length, length, 0)])
  const directory = Buffer.concat([
    u32(0x02014b50),
    u16(45, 45, 0, 0, 0, 0),
    u32(0, IN_ZIP64, IN_ZIP64),
    u16(called.length, extra.length, 0, 0, 0),
    u32(0, IN_ZIP64),
    called,
    extra,
  ])
  const end64 = Buffer.concat([
    u32(0x06064b50),
    u64(44),
    u16(45, 45),
    u32(0, 0),
    u64(1, 1, directory.length, local.length),
  ])
  const locator = Buffer.concat([u32(0x07064b50, 0), u64(local.length + directory.length), u32(1)])
  const end = Buffer.concat([u32(0x06054b50), u16(0, 0, 1, 1), u32(IN_ZIP64, IN_ZIP64), u16(0)])
  return Buffer.concat([local, directory, end64, locator, end])
}

test('a zip beyond four gigabytes is read by its larger numbers', async () => {
  expect(await contents(written(zip64('large.txt', 'text')))).toEqual({ 'large.txt': 'text' })
})

test.each([
  ['nothing', new Uint8Array()],
  ['text', strToU8('hello'.repeat(100))],
  ['a zip without its end', zipSync({ a: strToU8(LONG) }).subarray(0, 200)],
])('%s is no zip', async (_, bytes) => {
  await expect(entriesOf(written(bytes))).rejects.toThrow('This is no zip, or its end is missing.')
})

test('a file that is damaged is an error', async () => {
  const zip = zipSync({ a: strToU8(LONG) })
  zip.fill(0xff, 40, 80)
  await expect(contents(written(zip))).rejects.toThrow('invalid bit length')
})

const TABLES = strToU8('{"name":"agents","id":10001}\n')

test('documents are found in any folder, one a line, and by the number of the line', async () => {
  const path = written(
    zipSync({
      'snapshot/_tables/documents.jsonl': TABLES,
      'snapshot/agents/documents.jsonl': strToU8('{"a":"\u2028"}\n\n{"b":1}'),
      'snapshot/agents/generated_schema.jsonl': strToU8('"uniform"'),
    }),
  )
  const { numbers, tables } = await openExport(path)
  expect(numbers).toEqual([{ name: 'agents', id: 10_001 }])
  expect(tables.map(({ name }) => name)).toEqual(['agents'])
  const lines = []
  for (const { lines: of } of tables) for await (const line of of()) lines.push(line)
  expect(lines).toEqual([
    { number: 1, text: '{"a":"\u2028"}' },
    { number: 3, text: '{"b":1}' },
  ])
})

test('what is no export, and what has components, is refused', async () => {
  await expect(openExport(written(zipSync({ a: TABLES })))).rejects.toThrow('no _tables')
  const files = { '_tables/documents.jsonl': TABLES, '_components/x/a/documents.jsonl': TABLES }
  await expect(openExport(written(zipSync(files)))).rejects.toThrow('components')
})
