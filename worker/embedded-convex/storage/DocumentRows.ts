import { convexToJson, jsonToConvex } from 'convex/values'
import type { TableDefinition } from '../catalog.ts'
import { isObject, type StoredDocument } from '../document.ts'
import { idOf, type Place, placeOf, tableNumber } from '../documentId.ts'
import { compareKeys, type KeyRange } from '../keyRange.ts'
import { sizeProblem } from '../limits.ts'
import { encodeKey } from '../orderKey.ts'
import type { Entry, Order } from './entry.ts'

/** A row without what its id and place say already. */
interface Row extends Place, Record<string, SqlStorageValue> {
  document: string
}

/**
 * The documents of one table, in the order of their creation. The key of a row is its creation in µs,
 * which the document's id holds too, so that neither `by_id` nor `by_creation_time` needs entries.
 */
export class DocumentRows {
  readonly #sql: SqlStorage
  readonly #table: TableDefinition
  /** Of the table in SQLite. */
  readonly name: string

  constructor(sql: SqlStorage, table: TableDefinition, name = rowsOf(table.name)) {
    this.#sql = sql
    this.#table = table
    this.name = name
  }

  get(id: string): StoredDocument | null {
    const place = placeOf(this.#table.name, id)
    if (!place) return null
    const [row] = this.#sql
      .exec<Row>(
        `SELECT created, salt, document FROM ${this.name} WHERE created = ?`,
        place.created,
      )
      .toArray()
    return row && row.salt === place.salt ? this.documentOf(row) : null
  }

  /** The creation time of the latest document, in µs; 0 without one. */
  get latest(): number {
    const { latest } = this.#sql
      .exec<{ latest: number | null }>(`SELECT max(created) AS latest FROM ${this.name}`)
      .one()
    return latest ?? 0
  }

  get count(): number {
    return this.#sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${this.name}`).one().n
  }

  get isEmpty(): boolean {
    return this.#sql.exec(`SELECT 1 FROM ${this.name} LIMIT 1`).toArray().length === 0
  }

  isTaken({ created }: Place): boolean {
    return (
      this.#sql.exec(`SELECT 1 FROM ${this.name} WHERE created = ?`, created).toArray().length > 0
    )
  }

  insert(document: StoredDocument): void {
    const { created, salt } = this.placeOf(document)
    this.#sql.exec(
      `INSERT INTO ${this.name} (created, salt, document) VALUES (?, ?, ?)`,
      created,
      salt,
      stringified(document),
    )
  }

  replace(before: StoredDocument, document: StoredDocument): void {
    const text = stringified(document)
    if (text === stringified(before)) return
    this.#sql.exec(
      `UPDATE ${this.name} SET document = ? WHERE created = ?`,
      text,
      this.placeOf(document).created,
    )
  }

  delete(document: StoredDocument): void {
    this.#sql.exec(`DELETE FROM ${this.name} WHERE created = ?`, this.placeOf(document).created)
  }

  /** At most `limit` documents that were created after `created`, in order. */
  after(created: number, limit: number): StoredDocument[] {
    return this.#sql
      .exec<Row>(
        `SELECT created, salt, document FROM ${this.name} WHERE created > ? ORDER BY created LIMIT ?`,
        created,
        limit,
      )
      .toArray()
      .map((row) => this.documentOf(row))
  }

  byCreation(range: KeyRange, order: Order, limit: number): Entry[] {
    return this.#sql
      .exec<Row>(
        `SELECT created, salt, document FROM ${this.name}
         WHERE created >= ? AND created < ? ORDER BY created ${order} LIMIT ?`,
        firstCreated(range.lower),
        firstCreated(range.upper),
        limit,
      )
      .toArray()
      .map((row) => {
        const document = this.documentOf(row)
        return { key: encodeKey([document._creationTime]), document }
      })
  }

  /** Ids order as their rows do. A range of them is rare: one id is found by `get`. */
  byId(range: KeyRange, order: Order, limit: number): Entry[] {
    const found: Entry[] = []
    const rows = this.#sql.exec<Row>(
      `SELECT created, salt, document FROM ${this.name} ORDER BY created ${order}`,
    )
    for (const row of rows) {
      if (found.length >= limit) break
      const key = encodeKey([idOf(this.#table.name, row)])
      if (compareKeys(range.lower, key) > 0 || compareKeys(key, range.upper) >= 0) continue
      found.push({ key, document: this.documentOf(row) })
    }
    return found
  }

  documentOf(row: Row): StoredDocument {
    const fields = jsonToConvex(JSON.parse(row.document))
    if (!isObject(fields)) throw new Error('A stored document is no object.')
    return { ...fields, ...systemFields(this.#table, row) }
  }

  placeOf({ _id }: StoredDocument): Place {
    const place = placeOf(this.#table.name, _id)
    if (!place) throw new Error(`${_id} is no id of ${this.#table.name}.`)
    return place
  }
}

/** The name of the SQLite table that holds the documents of a Convex table. */
export const rowsOf = (table: string): string => `documents_${tableNumber(table)}`

export function createRows(sql: SqlStorage, { name }: TableDefinition): void {
  sql.exec(
    `CREATE TABLE IF NOT EXISTS ${rowsOf(name)} (created INTEGER PRIMARY KEY, salt INTEGER, document TEXT)`,
  )
}

export const systemFields = (table: TableDefinition, place: Place) => ({
  _id: idOf(table.name, place),
  _creationTime: place.created / 1000,
})

function stringified(document: StoredDocument): string {
  const { _id, _creationTime, ...fields } = document
  const text = JSON.stringify(convexToJson(fields))
  const problem = sizeProblem(document, text.length)
  if (problem) throw new Error(problem)
  return text
}

const LOWEST_NUMBER = encodeKey([0])

/** The first creation, in µs, whose time's key is not less than `key`. */
function firstCreated(key: Uint8Array): number {
  if (compareKeys(key, LOWEST_NUMBER) <= 0) return 0
  if (key[0] !== LOWEST_NUMBER[0] || key.length < LOWEST_NUMBER.length)
    return Number.MAX_SAFE_INTEGER
  const bits = key.slice(1, LOWEST_NUMBER.length)
  bits[0] = (bits[0] ?? 0) ^ 0x80
  const micro = new DataView(bits.buffer).getFloat64(0) * 1000
  if (!(micro < Number.MAX_SAFE_INTEGER)) return Number.MAX_SAFE_INTEGER
  let created = Math.max(0, Math.floor(micro) - 1)
  while (compareKeys(encodeKey([created / 1000]), key) < 0) created += 1
  return created
}
