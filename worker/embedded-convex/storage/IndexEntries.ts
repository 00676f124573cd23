import type { IndexDefinition } from '../catalog.ts'
import { fieldAt, type StoredDocument } from '../document.ts'
import { compareKeys, type KeyRange } from '../keyRange.ts'
import { encodeKey } from '../orderKey.ts'
import type { DocumentRows } from './DocumentRows.ts'
import type { Entry, Order, Touched } from './entry.ts'

interface EntryRow extends Record<string, SqlStorageValue> {
  key: ArrayBuffer
  created: number
  salt: number
  document: string
}

/** The entries of one declared index, in a table of their own: key to the row of the document. */
export class IndexEntries {
  readonly #sql: SqlStorage
  readonly #definition: IndexDefinition
  readonly #rows: DocumentRows
  readonly #name: string

  constructor(sql: SqlStorage, definition: IndexDefinition, rows: DocumentRows, name: string) {
    this.#sql = sql
    this.#definition = definition
    this.#rows = rows
    this.#name = name
  }

  create(): void {
    this.#sql.exec(
      `CREATE TABLE ${this.#name} (key BLOB PRIMARY KEY, created INTEGER) WITHOUT ROWID`,
    )
  }

  get count(): number {
    return this.#sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${this.#name}`).one().n
  }

  scan(range: KeyRange, order: Order, limit: number): Entry[] {
    return this.#sql
      .exec<EntryRow>(
        `SELECT entry.key, entry.created, salt, document
         FROM ${this.#name} entry JOIN ${this.#rows.name} ON ${this.#rows.name}.created = entry.created
         WHERE entry.key >= ? AND entry.key < ? ORDER BY entry.key ${order} LIMIT ?`,
        range.lower,
        range.upper,
        limit,
      )
      .toArray()
      .map((row) => ({ key: new Uint8Array(row.key), document: this.#rows.documentOf(row) }))
  }

  /**
   * Puts the entry of `after` in the place of that of `before`, if `isWritten`. Nothing is written where
   * the key stays: most changes of a document move few of its entries. Returns the keys that came, went,
   * or now lead to another document.
   */
  move(before: StoredDocument | null, after: StoredDocument | null, isWritten: boolean): Touched {
    const [old, now] = [before && this.#keyOf(before), after && this.#keyOf(after)]
    if (old && now && compareKeys(old, now) === 0) return [[this.#definition.path, old]]
    if (old && isWritten) this.#sql.exec(`DELETE FROM ${this.#name} WHERE key = ?`, old)
    if (after && now && isWritten) this.#add(now, after)
    return [old, now].flatMap((key): Touched => (key ? [[this.#definition.path, key]] : []))
  }

  add(document: StoredDocument): void {
    this.#add(this.#keyOf(document), document)
  }

  #add(key: Uint8Array, document: StoredDocument): void {
    const { created } = this.#rows.placeOf(document)
    this.#sql.exec(`INSERT INTO ${this.#name} (key, created) VALUES (?, ?)`, key, created)
  }

  #keyOf(document: StoredDocument): Uint8Array {
    return encodeKey(this.#definition.fields.map((field) => fieldAt(document, field)))
  }
}
