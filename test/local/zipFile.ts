/**
 * Reads a zip by its directory, a piece at a time: an export may be larger than the memory.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'

export interface ZipEntry {
  name: string
  /** In the zip, in bytes. */
  compressedSize: number
  method: number
  /** Of its header in the file. */
  at: number
}

const DIRECTORY_END = 0x06054b50
const DIRECTORY_END_64 = 0x06064b50
const DIRECTORY_END_64_LOCATOR = 0x07064b50
const DIRECTORY_END_BYTES = 22
const LOCATOR_BYTES = 20
const ENTRY = 0x02014b50
const ENTRY_BYTES = 46
const HEADER_BYTES = 30
const LONGEST_COMMENT = 65_535
/** Stands for a number that does not fit, and is in the field of zip64 instead. */
const IN_ZIP64 = 0xffffffff
const STORED = 0
const DEFLATED = 8

/** What is in the file. @throws when it is no zip. */
export async function entriesOf(path: string): Promise<ZipEntry[]> {
  const file = await open(path)
  try {
    const { at, bytes } = await directoryOf(file)
    return entriesIn(await read(file, at, bytes))
  } finally {
    await file.close()
  }
}

/** The content of an entry. @throws when the file is damaged there. */
export async function* contentOf(path: string, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  if (entry.compressedSize === 0) return
  const file = await open(path)
  const header = await read(file, entry.at, HEADER_BYTES).finally(() => file.close())
  const start = entry.at + HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28)
  const raw = createReadStream(path, { start, end: start + entry.compressedSize - 1 })
  yield* chunks(unpacked(raw, entry))
}

function unpacked(raw: Readable, { method, name }: ZipEntry): Readable {
  if (method === STORED) return raw
  if (method !== DEFLATED) throw new Error(`${name} is packed in a way that is not known here.`)
  const inflate = createInflateRaw()
  raw.once('error', (error) => inflate.destroy(error))
  return raw.pipe(inflate)
}

async function* chunks(content: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) if (chunk instanceof Uint8Array) yield chunk
}

async function directoryOf(file: FileHandle): Promise<{ at: number; bytes: number }> {
  const { size } = await file.stat()
  const tailAt = Math.max(0, size - DIRECTORY_END_BYTES - LONGEST_COMMENT)
  const tail = await read(file, tailAt, size - tailAt)
  let end = tail.length - DIRECTORY_END_BYTES
  while (end >= 0 && tail.readUInt32LE(end) !== DIRECTORY_END) end -= 1
  if (end < 0) throw new Error('This is no zip, or its end is missing.')
  const locator = end - LOCATOR_BYTES
  if (locator >= 0 && tail.readUInt32LE(locator) === DIRECTORY_END_64_LOCATOR) {
    const large = await read(file, Number(tail.readBigUInt64LE(locator + 8)), 56)
    if (large.readUInt32LE(0) !== DIRECTORY_END_64) throw new Error('The zip is damaged.')
    return { bytes: Number(large.readBigUInt64LE(40)), at: Number(large.readBigUInt64LE(48)) }
  }
  return { bytes: tail.readUInt32LE(end + 12), at: tail.readUInt32LE(end + 16) }
}

function entriesIn(directory: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = []
  for (let at = 0; at + ENTRY_BYTES <= directory.length;) {
    if (directory.readUInt32LE(at) !== ENTRY) throw new Error('The zip is damaged.')
    const length = (of: number) => directory.readUInt16LE(at + of)
    const nameEnd = at + ENTRY_BYTES + length(28)
    const end = nameEnd + length(30)
    const commentBytes = length(32)
    entries.push({
      name: directory.toString('utf8', at + ENTRY_BYTES, nameEnd),
      method: directory.readUInt16LE(at + 10),
      ...placeOf(directory, at, directory.subarray(nameEnd, end)),
    })
    at = end + commentBytes
  }
  return entries
}

/** Numbers of zip64 stand in this order, and only those that do not fit where they belong. */
function placeOf(directory: Buffer, entry: number, extra: Buffer) {
  const large = zip64Field(extra)
  let next = 0
  const number = (of: number): number => {
    const value = directory.readUInt32LE(entry + of)
    return value === IN_ZIP64 && large ? Number(large.readBigUInt64LE(8 * next++)) : value
  }
  number(24)
  const compressedSize = number(20)
  return { compressedSize, at: number(42) }
}

function zip64Field(extra: Buffer): Buffer | null {
  for (let at = 0; at + 4 <= extra.length;) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, at + 4 + length)
    at += 4 + length
  }
  return null
}

async function read(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  if (bytesRead < length) throw new Error('The zip is damaged.')
  return buffer
}
