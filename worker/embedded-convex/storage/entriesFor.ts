import type { TableDefinition } from '../catalog.ts'
import type { DocumentRows } from './DocumentRows.ts'
import { IndexEntries } from './IndexEntries.ts'
import { SearchEntries } from './SearchEntries.ts'

export type Entries = IndexEntries | SearchEntries

/** What keeps the entries of each index and search index of a table, once it is named where they are. */
export function entriesFor(
  sql: SqlStorage,
  { indexes, searches }: TableDefinition,
  rows: DocumentRows,
): { path: string; open: (name: string) => Entries }[] {
  return [
    ...Array.from(indexes.values(), (index) => ({
      path: index.path,
      open: (name: string) => new IndexEntries(sql, index, rows, name),
    })),
    ...Array.from(searches.values(), (search) => ({
      path: search.path,
      open: (name: string) => new SearchEntries(sql, search, rows, name),
    })),
  ]
}
