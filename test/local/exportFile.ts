/** The zip that `npx convex export` writes, and `npm run data`. */
import * as z from 'zod'
import { contentOf, entriesOf, type ZipEntry } from './zipFile.ts'

export interface ExportedTable {
  name: string
  /** The text of each document, and the number of its line, from 1. */
  lines(): AsyncGenerator<{ number: number; text: string }>
}

export interface ExportFile {
  /** The numbers of the tables, which ids hold. */
  numbers: { name: string; id: number }[]
  tables: ExportedTable[]
}

/** Convex passes over folders around its own. */
const DOCUMENTS = /^(?:.*\/)?([^/]+)\/documents\.jsonl$/
const COMPONENT = /(^|\/)_components\//
const numberSchema = z.object({ name: z.string(), id: z.number() })

/** @throws when the file is none of this kind. */
export async function openExport(path: string): Promise<ExportFile> {
  const entries = await entriesOf(path)
  const files = new Map<string, ZipEntry>()
  for (const entry of entries) {
    const table = DOCUMENTS.exec(entry.name)?.[1]
    if (table === undefined) continue
    if (COMPONENT.test(entry.name)) throw new Error(`${entry.name}: components cannot be imported.`)
    files.set(table, entry)
  }
  const list = files.get('_tables')
  if (!list) throw new Error('This is no export of Convex’s: it has no _tables/documents.jsonl.')
  const numbers: ExportFile['numbers'] = []
  for await (const { text } of linesOf(contentOf(path, list))) {
    numbers.push(numberSchema.parse(JSON.parse(text)))
  }
  const tables = Array.from(files, ([name, entry]) => ({
    name,
    lines: () => linesOf(contentOf(path, entry)),
  }))
  return { numbers, tables: tables.filter(({ name }) => name !== '_tables') }
}

/** Ends of lines that JSON may hold within are none. */
async function* linesOf(content: AsyncIterable<Uint8Array>) {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let number = 0
  let rest = ''
  for await (const chunk of content) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines) {
      number += 1
      if (text !== '') yield { number, text }
    }
  }
  rest += decoder.decode()
  if (rest !== '') yield { number: number + 1, text: rest }
}
