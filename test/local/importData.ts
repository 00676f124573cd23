import * as z from 'zod'
import { dataTablesSchema, importBegunSchema } from '../../convex/model/api.ts'
import { isExported } from '../../worker/embedded-convex/dataExport.ts'
import { type DataApi, dataApi } from './dataApi.ts'
import { type ExportFile, openExport } from './exportFile.ts'
import { exportedSchema, type Exported, IdsOfExport } from './idsOfExport.ts'

/** What was read. */
export interface ImportedData {
  tables: number
  documents: number
  /** Whose ids are others now. */
  renamed: number
}

interface Lot {
  firstLine: number
  lines: string[]
  length: number
}

/** So much at once that a look-up need not wait long behind it. */
const LOT_DOCUMENTS = 250
const LOT_LENGTH = 1024 * 1024

/**
 * Reads a zip of the form that `npx convex export` writes into the embedded host: all of it or nothing.
 * `replace`: what is stored there is to go. Rejects with a sentence; a document that does not fit is
 * named by its line.
 */
export async function importData(
  url: string,
  authToken: string,
  file: string,
  { replace = false } = {},
): Promise<ImportedData> {
  const opened = await openExport(file)
  // A Convex deployment's own export holds what opens nowhere else.
  const exported = { ...opened, tables: opened.tables.filter(({ name }) => isExported(name)) }
  const ids = await idsOf(exported)
  const api = dataApi(url, authToken)
  const { tables } = await api.ask('GET', '', dataTablesSchema)
  const unknown = ids.filled.find((name) => !tables.some((table) => table.name === name))
  if (unknown) throw new Error(`${file} has a table that is not known here: ${unknown}.`)
  const { id } = await api.ask('POST', '/import', importBegunSchema, { replace })
  try {
    for (const { name, lines } of exported.tables) {
      for await (const lot of lotsOf(name, lines(), ids)) await sendLot(api, id, name, lot)
    }
    await api.ask('POST', `/import/${id}/end`, z.object({}), { aliases: ids.aliases })
  } catch (error) {
    await api.drop(`/import/${id}`)
    throw error
  }
  return { tables: exported.tables.length, ...ids.counts }
}

async function idsOf({ numbers, tables }: ExportFile): Promise<IdsOfExport> {
  const ids = new IdsOfExport(numbers)
  for (const { name, lines } of tables) {
    for await (const line of lines()) ids.see(name, documentIn(name, line))
  }
  ids.settle()
  return ids
}

async function* lotsOf(
  table: string,
  lines: AsyncIterable<{ number: number; text: string }>,
  ids: IdsOfExport,
): AsyncGenerator<Lot> {
  let lot: Lot | null = null
  for await (const line of lines) {
    const text = JSON.stringify(ids.rewritten(table, documentIn(table, line)))
    if (lot && (lot.lines.length >= LOT_DOCUMENTS || lot.length + text.length > LOT_LENGTH)) {
      yield lot
      lot = null
    }
    lot ??= { firstLine: line.number, lines: [], length: 0 }
    lot.lines.push(text)
    lot.length += text.length
  }
  if (lot) yield lot
}

const sendLot = (api: DataApi, id: string, table: string, { firstLine, lines }: Lot) =>
  api.ask('POST', `/import/${id}/lots`, z.object({}), {
    table,
    firstLine,
    lines: lines.join('\n'),
  })

function documentIn(table: string, { number, text }: { number: number; text: string }): Exported {
  const at = `${table}/documents.jsonl, line ${number}`
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Error(`${at}: This is no JSON.`)
  }
  const document = exportedSchema.safeParse(json)
  if (document.success) return document.data
  throw new Error(`${at}: This is no document with an \`_id\` and a \`_creationTime\`.`)
}
