/**
 * The stored rows as `npx convex export` writes them, a lot at a time, so that calls are not kept waiting.
 * https://docs.convex.dev/database/import-export/export
 */
import { convexToJson } from 'convex/values'
import type { Catalog } from './catalog.ts'
import { tableNumber } from './documentId.ts'
import type { FunctionHost } from './FunctionHost.ts'
import { referencedTables } from './validator.ts'

/** These are sealed with a key that stays here: elsewhere they are of no use. */
const STAYING: readonly string[] = ['secrets']

/** Whether a table goes out, and comes in. */
export const isExported = (table: string): boolean => !STAYING.includes(table)

/** Tables and their numbers, which ids hold; those that refer to others come before them. */
export function exportedTables(catalog: Catalog): { name: string; id: number }[] {
  const references = [...catalog.values()].map(({ name, document }) => ({
    name,
    count: referencedTables(document).length,
  }))
  return references
    .filter(({ name }) => isExported(name))
    .toSorted((a, b) => b.count - a.count)
    .map(({ name }) => ({ name, id: tableNumber(name) }))
}

export interface ExportedLot {
  /** One document a line. */
  lines: string
  next: number | null
}

/** `null`: there is no such table. */
export async function exportedLot(
  host: FunctionHost,
  table: string,
  after: number,
  until: number,
): Promise<ExportedLot | null> {
  const lot = isExported(table) ? await host.lot(table, after, until) : null
  if (!lot) return null
  const lines = lot.documents.map((document) => `${JSON.stringify(convexToJson(document))}\n`)
  return { lines: lines.join(''), next: lot.next }
}
