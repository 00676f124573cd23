import type { Catalog, TableDefinition } from '../catalog.ts'
import type { StoredDocument } from '../document.ts'
import { tableNumber } from '../documentId.ts'
import { type Alias, replaceAliases } from './aliases.ts'
import {
  type BuiltIndex,
  definitionsOf,
  entriesOf,
  fingerprintOf,
  keepBuiltCatalog,
  NOTHING_BUILT,
  readBuiltCatalog,
} from './builtIndexes.ts'
import { DocumentRows, rowsOf } from './DocumentRows.ts'
import { type Entries, entriesFor } from './entriesFor.ts'
import type { Storage } from './entry.ts'

interface StagedIndex {
  path: string
  definition: string
  entries: Entries
  /** Of the table in SQLite. */
  name: string
}
interface StagedTable {
  rows: DocumentRows
  indexes: StagedIndex[]
}

/**
 * Documents that nobody sees yet, with the entries of every index, beside those that are stored: to put
 * them in their place takes no longer for many of them.
 */
export class Staging {
  readonly #storage: Storage
  readonly #catalog: Catalog
  readonly #tables = new Map<string, StagedTable>()

  /** What an earlier one has left behind is gone. */
  constructor(storage: Storage, catalog: Catalog) {
    this.#storage = storage
    this.#catalog = catalog
    const { sql } = storage
    dropStaged(sql)
    const definitions = definitionsOf(catalog)
    let number = 1
    for (const table of catalog.values()) {
      sql.exec(
        `CREATE TABLE ${stagedRowsOf(table.name)} (created INTEGER PRIMARY KEY, salt INTEGER, document TEXT)`,
      )
      const rows = new DocumentRows(sql, table, stagedRowsOf(table.name))
      const indexes: StagedIndex[] = []
      for (const { path, open } of entriesFor(sql, table, rows)) {
        const definition = definitions.get(path)
        if (definition === undefined) continue
        const name = `staged_entries_${number++}`
        const entries = open(name)
        entries.create()
        indexes.push({ path, definition, entries, name })
      }
      this.#tables.set(table.name, { rows, indexes })
    }
  }

  /** Throws where there is a document in its place already. */
  add(table: TableDefinition, document: StoredDocument): void {
    const { rows, indexes } = this.#table(table)
    rows.insert(document)
    for (const { entries } of indexes) entries.add(document)
  }

  has(table: TableDefinition, document: StoredDocument): boolean {
    const { rows } = this.#table(table)
    return rows.isTaken(rows.placeOf(document))
  }

  /** Puts these documents in the place of all that are stored. To be called within a transaction. */
  replaceAll(aliases: readonly Alias[]): void {
    const { sql, kv } = this.#storage
    const known = readBuiltCatalog(kv) ?? NOTHING_BUILT
    for (const { number } of known.indexes) sql.exec(`DROP TABLE ${entriesOf(number)}`)
    let { nextNumber } = known
    const indexes: BuiltIndex[] = []
    for (const [table, staged] of this.#tables) {
      sql.exec(`DROP TABLE ${rowsOf(table)}`)
      sql.exec(`ALTER TABLE ${staged.rows.name} RENAME TO ${rowsOf(table)}`)
      for (const { path, definition, name } of staged.indexes) {
        const number = nextNumber++
        sql.exec(`ALTER TABLE ${name} RENAME TO ${entriesOf(number)}`)
        indexes.push({ path, definition, number, builtTo: null })
      }
    }
    const fingerprint = fingerprintOf(this.#catalog)
    keepBuiltCatalog(kv, { layout: 2, fingerprint, nextNumber, indexes })
    replaceAliases(this.#storage, aliases)
  }

  #table({ name }: TableDefinition): StagedTable {
    const found = this.#tables.get(name)
    if (!found) throw new Error(`Table "${name}" is not in the schema.`)
    return found
  }
}

const stagedRowsOf = (table: string): string => `staged_documents_${tableNumber(table)}`

/** Drops what was staged and not put in its place. */
export function dropStaged(sql: SqlStorage): void {
  const tables = sql
    .exec<{ name: string }>(
      // A full-text table takes its own tables with it.
      `SELECT name FROM sqlite_master WHERE type = 'table'
       AND (name GLOB 'staged_documents_[0-9]*' OR
            name GLOB 'staged_entries_[0-9]*' AND name NOT GLOB 'staged_entries_*_*')`,
    )
    .toArray()
  for (const { name } of tables) sql.exec(`DROP TABLE ${name}`)
}
