/**
 * The first layout had one table for all documents and one for all entries, and ids of a form of its
 * own. This brings such a store into the layout of today: as a whole, once, and with no way back. Old
 * ids stay good as aliases; references to them become references to the new ones.
 */
import { convexToJson, jsonToConvex } from 'convex/values'
import type { Catalog } from '../catalog.ts'
import { fnv1a, idOf, newSalt } from '../documentId.ts'
import { referencedTables } from '../validator.ts'
import { createAliases, replaceStrings } from './aliases.ts'
import { rowsOf } from './DocumentRows.ts'
import type { Storage } from './entry.ts'

export function convertFirstLayout(storage: Storage, catalog: Catalog): void {
  if (hasFirstLayout(storage.sql)) {
    createAliases(storage)
    const names = [...catalog.keys()]
    // Tables that are not in the schema any more held what can be made again.
    for (const name of names) placeDocuments(storage.sql, name)
    for (const name of names) copyDocuments(storage.sql, name)
    const referenced = [...catalog.values()].flatMap(({ document }) => referencedTables(document))
    for (const target of new Set(referenced)) {
      for (const name of names) renewReferences(storage.sql, name, target)
    }
    for (const table of ['documents', 'entries', 'indexes']) storage.sql.exec(`DROP TABLE ${table}`)
  }
  // A release that knows the first layout alone fails on this, instead of beginning a second store.
  storage.sql.exec('CREATE TABLE indexes (layout INTEGER)')
}

function hasFirstLayout(sql: SqlStorage): boolean {
  const tables = sql.exec("SELECT name FROM sqlite_master WHERE type = 'table'").toArray()
  return tables.some(({ name }) => name === 'documents')
}

/**
 * Gives each document its place. Creation times keep their order; those that came within the same
 * microsecond follow each other: the n-th document gets n plus the largest (time − number) up to it.
 */
function placeDocuments(sql: SqlStorage, table: string): void {
  sql.exec(
    `INSERT INTO aliases (alias, tableName, created, salt)
     SELECT id, ?1, n + max(micro - n) OVER (ORDER BY n ROWS UNBOUNDED PRECEDING),
            random() & 281474976710655
     FROM (SELECT id, CAST(round(time * 1000) AS INTEGER) AS micro,
                  row_number() OVER (ORDER BY time, id) AS n
           FROM (SELECT id, json_extract(document, '$._creationTime') AS time
                 FROM documents WHERE tableName = ?1))`,
    table,
  )
}

function copyDocuments(sql: SqlStorage, table: string): void {
  // Only ids are sorted, not documents: there may be more of them than fit into memory.
  sql.exec(
    `WITH placed AS MATERIALIZED
       (SELECT alias, created, salt FROM aliases WHERE tableName = ? ORDER BY created)
     INSERT INTO ${rowsOf(table)} (created, salt, document)
     SELECT created, salt,
            (SELECT json_remove(document, '$._id', '$._creationTime') FROM documents WHERE id = alias)
     FROM placed`,
    table,
  )
}

/** Whatever names a document of `target` in the rows of `table` names it by its new id. */
function renewReferences(sql: SqlStorage, table: string, target: string): void {
  const mark = firstLayoutMark(target)
  const rows = sql.exec<{ created: number; document: string }>(
    `SELECT created, document FROM ${rowsOf(table)} WHERE instr(document, ?)`,
    `${mark}"`,
  )
  for (const { created, document } of rows.toArray()) {
    const renewed = replaceStrings(jsonToConvex(JSON.parse(document)), (text) =>
      isFirstLayoutId(text, mark) ? newIdOf(sql, target, text) : text,
    )
    sql.exec(
      `UPDATE ${rowsOf(table)} SET document = ? WHERE created = ?`,
      JSON.stringify(convexToJson(renewed)),
      created,
    )
  }
}

function newIdOf(sql: SqlStorage, table: string, alias: string): string {
  const [place] = sql
    .exec<{ created: number; salt: number }>(
      'SELECT created, salt FROM aliases WHERE alias = ?',
      alias,
    )
    .toArray()
  if (place) return idOf(table, place)
  // The document is gone, but what names it still belongs together.
  const gone = { created: 0, salt: newSalt() }
  sql.exec(
    'INSERT INTO aliases (alias, tableName, created, salt) VALUES (?, ?, ?, ?)',
    alias,
    table,
    gone.created,
    gone.salt,
  )
  return idOf(table, gone)
}

const FIRST_LAYOUT_ID = /^[0-9a-hjkmnp-tv-z]{32}$/
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

const isFirstLayoutId = (text: string, mark: string): boolean =>
  FIRST_LAYOUT_ID.test(text) && text.endsWith(mark)

/** In the first layout an id was 26 random letters and six that said which table it is of. */
function firstLayoutMark(table: string): string {
  const hash = fnv1a(table)
  return Array.from({ length: 6 }, (_, at) => ALPHABET[(hash >>> (at * 5)) & 31]).join('')
}
