import type { Value } from 'convex/values'
import { isObject } from '../document.ts'
import { ID_LENGTH, idOf, type Place, placeOf } from '../documentId.ts'
import type { Storage } from './entry.ts'

interface AliasRow extends Place, Record<string, SqlStorageValue> {
  tableName: string
}

/**
 * Ids that a document had before it got its own: bookmarks, and calls that were under way, still hold
 * them. They are changed into the document's own where they come in, so that no other code knows them.
 */
export class Aliases {
  readonly #sql: SqlStorage
  readonly #areThere: boolean

  constructor({ sql, kv }: Pick<Storage, 'sql' | 'kv'>) {
    this.#sql = sql
    this.#areThere = kv.get(HAS_ALIASES) === true
  }

  /** The value with the ids that documents have now. */
  resolved(value: Value): Value {
    return this.#areThere ? replaceStrings(value, (text) => this.#own(text)) : value
  }

  #own(text: string): string {
    if (text.length !== ID_LENGTH) return text
    const [row] = this.#sql
      .exec<AliasRow>('SELECT tableName, created, salt FROM aliases WHERE alias = ?', text)
      .toArray()
    return row ? idOf(row.tableName, row) : text
  }
}

const HAS_ALIASES = 'hasAliases'

/** To be called before the first alias is written. */
export function createAliases({ sql, kv }: Pick<Storage, 'sql' | 'kv'>): void {
  sql.exec(
    'CREATE TABLE IF NOT EXISTS aliases (alias TEXT PRIMARY KEY, tableName TEXT, created INTEGER, salt INTEGER) WITHOUT ROWID',
  )
  kv.put(HAS_ALIASES, true)
}

/** An id that a document had elsewhere, and the one that it has here. */
export interface Alias {
  alias: string
  table: string
  id: string
}

/** Puts these in the place of all aliases. */
export function replaceAliases(storage: Pick<Storage, 'sql' | 'kv'>, aliases: readonly Alias[]) {
  const { sql } = storage
  createAliases(storage)
  sql.exec('DELETE FROM aliases')
  for (const { alias, table, id } of aliases) {
    const place = placeOf(table, id)
    if (!place) throw new Error(`${id} is no id of ${table}.`)
    sql.exec(
      'INSERT INTO aliases (alias, tableName, created, salt) VALUES (?, ?, ?, ?)',
      alias,
      table,
      place.created,
      place.salt,
    )
  }
}

/** Every string within the value, but names of fields. */
export function replaceStrings(value: Value, replace: (text: string) => string): Value {
  if (typeof value === 'string') return replace(value)
  if (Array.isArray(value)) return value.map((element) => replaceStrings(element, replace))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      field === undefined ? field : replaceStrings(field, replace),
    ]),
  )
}
