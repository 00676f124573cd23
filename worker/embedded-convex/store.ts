/**
 * Documents and their index entries in the object's SQLite. It knows keys and ranges, not values:
 * `database.ts` above it speaks in documents and fields.
 */
import * as z from 'zod'
import type { Catalog, IndexDefinition, TableDefinition } from './catalog.ts'
import { fieldAt, parseDocument, type StoredDocument, stringifyDocument } from './document.ts'
import type { KeyRange } from './keyRange.ts'
import { encodeKey } from './orderKey.ts'

export interface Entry {
  key: Uint8Array
  document: StoredDocument
}

export type Order = 'asc' | 'desc'

const documentRow = z.object({ document: z.string() })
const entryRow = documentRow.extend({ key: z.instanceof(ArrayBuffer) })

export class Store {
  readonly #sql: SqlStorage
  #lastCreationTime = 0

  constructor(sql: SqlStorage, catalog: Catalog) {
    this.#sql = sql
    sql.exec(
      'CREATE TABLE IF NOT EXISTS documents (id TEXT PRIMARY KEY, tableName TEXT, document TEXT)',
    )
    sql.exec(
      'CREATE TABLE IF NOT EXISTS entries (indexPath TEXT, key BLOB, id TEXT, PRIMARY KEY (indexPath, key)) WITHOUT ROWID',
    )
    sql.exec('CREATE TABLE IF NOT EXISTS indexes (indexPath TEXT PRIMARY KEY, fields TEXT)')
    for (const table of catalog.values()) this.#bringIndexesUpToDate(table)
    this.#lastCreationTime = this.#latestCreation()
  }

  get(id: string): StoredDocument | null {
    const [row] = this.#sql.exec('SELECT document FROM documents WHERE id = ?', id).toArray()
    return row ? parseDocument(documentRow.parse(row).document) : null
  }

  /** At most `limit` entries of the range, beginning at its lower end, or for `desc` at its upper. */
  scan({ index, lower, upper }: KeyRange, order: Order, limit: number): Entry[] {
    const direction = order === 'asc' ? 'ASC' : 'DESC'
    const rows = this.#sql.exec(
      `SELECT key, document FROM entries JOIN documents USING (id)
       WHERE indexPath = ? AND key >= ? AND key < ? ORDER BY key ${direction} LIMIT ?`,
      index,
      lower,
      upper,
      limit,
    )
    return rows.toArray().map((row) => {
      const { key, document } = entryRow.parse(row)
      return { key: new Uint8Array(key), document: parseDocument(document) }
    })
  }

  /** Writes a document in place of `before`. Returns index and key of every entry that came or went. */
  put(
    table: TableDefinition,
    before: StoredDocument | null,
    document: StoredDocument,
  ): [index: string, key: Uint8Array][] {
    this.#sql.exec(
      'INSERT OR REPLACE INTO documents (id, tableName, document) VALUES (?, ?, ?)',
      document._id,
      table.name,
      stringifyDocument(document),
    )
    const removed = before ? this.#removeEntries(table, before) : []
    return [...removed, ...this.#addEntries(table.indexes.values(), document)]
  }

  delete(table: TableDefinition, document: StoredDocument): [index: string, key: Uint8Array][] {
    this.#sql.exec('DELETE FROM documents WHERE id = ?', document._id)
    return this.#removeEntries(table, document)
  }

  /** Now, but later than any creation before: the order of creation is never left to chance. */
  nextCreationTime(): number {
    this.#lastCreationTime = Math.max(Date.now(), this.#lastCreationTime + 0.001)
    return this.#lastCreationTime
  }

  #addEntries(
    indexes: Iterable<IndexDefinition>,
    document: StoredDocument,
  ): [index: string, key: Uint8Array][] {
    return Array.from(indexes, ({ path, fields }) => {
      const key = encodeKey(fields.map((field) => fieldAt(document, field)))
      this.#sql.exec(
        'INSERT INTO entries (indexPath, key, id) VALUES (?, ?, ?)',
        path,
        key,
        document._id,
      )
      return [path, key]
    })
  }

  #removeEntries(table: TableDefinition, document: StoredDocument): [string, Uint8Array][] {
    return Array.from(table.indexes.values(), ({ path, fields }) => {
      const key = encodeKey(fields.map((field) => fieldAt(document, field)))
      this.#sql.exec('DELETE FROM entries WHERE indexPath = ? AND key = ?', path, key)
      return [path, key]
    })
  }

  /** A new version of the schema may bring an index, or another definition of one. */
  #bringIndexesUpToDate(table: TableDefinition): void {
    for (const index of table.indexes.values()) {
      const fields = JSON.stringify(index.fields)
      const [built] = this.#sql
        .exec('SELECT fields FROM indexes WHERE indexPath = ?', index.path)
        .toArray()
      if (built?.['fields'] === fields) continue
      this.#sql.exec('DELETE FROM entries WHERE indexPath = ?', index.path)
      for (const document of this.#documentsOf(table.name)) this.#addEntries([index], document)
      this.#sql.exec(
        'INSERT OR REPLACE INTO indexes (indexPath, fields) VALUES (?, ?)',
        index.path,
        fields,
      )
    }
  }

  #documentsOf(table: string): StoredDocument[] {
    return this.#sql
      .exec('SELECT document FROM documents WHERE tableName = ?', table)
      .toArray()
      .map((row) => parseDocument(documentRow.parse(row).document))
  }

  #latestCreation(): number {
    const times = this.#sql
      .exec("SELECT max(json_extract(document, '$._creationTime')) AS latest FROM documents")
      .one()
    return z.number().nullable().parse(times['latest']) ?? 0
  }
}
