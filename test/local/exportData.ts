import { createWriteStream, type WriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { strToU8, Zip, ZipDeflate } from 'fflate'
import { type DataLot, dataLotSchema, dataTablesSchema } from '../../convex/model/api.ts'
import { type DataApi, dataApi } from './dataApi.ts'

/** What was written. */
export interface Exported {
  tables: number
  documents: number
}

/**
 * Writes everything that the embedded host stores into a zip of the form that `npx convex import` reads:
 * `TABLE/documents.jsonl`, and in `_tables/documents.jsonl` the number of each table, which ids hold.
 * The file has its name only when it is whole. Rejects when the Worker refuses or cannot be reached.
 */
export async function exportData(url: string, authToken: string, file: string): Promise<Exported> {
  const partial = `${file}.partial`
  const out = createWriteStream(partial)
  try {
    const exported = await writeTables(out, dataApi(url, authToken))
    await rename(partial, file)
    return exported
  } catch (error) {
    out.destroy()
    await rm(partial, { force: true })
    throw error
  }
}

async function writeTables(out: WriteStream, { ask }: DataApi): Promise<Exported> {
  const { tables, until } = await ask('GET', '', dataTablesSchema)
  const zip = new Zip((error, bytes, isLast) => {
    if (error) out.destroy(error)
    else out.write(bytes)
    if (isLast) out.end()
  })
  const add = (name: string): ZipDeflate => {
    const entry = new ZipDeflate(`${name}/documents.jsonl`, { level: 6 })
    zip.add(entry)
    return entry
  }
  add('_tables').push(strToU8(tables.map((table) => `${JSON.stringify(table)}\n`).join('')), true)
  let documents = 0
  for (const { name } of tables) {
    const entry = add(name)
    for (let next: number | null = 0; next !== null;) {
      const path = `/${name}?after=${next}&until=${until}`
      const lot: DataLot = await ask('GET', path, dataLotSchema)
      documents += lot.lines.split('\n').length - 1
      next = lot.next
      entry.push(strToU8(lot.lines), next === null)
    }
  }
  zip.end()
  await finished(out)
  return { tables: tables.length, documents }
}
