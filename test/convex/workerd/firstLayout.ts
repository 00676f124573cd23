/** Stores documents as the release 0.1 did. */

interface Stored {
  table: string
  document: unknown
}

/** `document` is JSON as Convex writes it, with its `_id` and `_creationTime`. */
export function writeFirstLayout(sql: SqlStorage, documents: readonly Stored[]): void {
  sql.exec(
    'CREATE TABLE IF NOT EXISTS documents (id TEXT PRIMARY KEY, tableName TEXT, document TEXT)',
  )
  sql.exec(
    'CREATE TABLE IF NOT EXISTS entries (indexPath TEXT, key BLOB, id TEXT, PRIMARY KEY (indexPath, key)) WITHOUT ROWID',
  )
  sql.exec('CREATE TABLE IF NOT EXISTS indexes (indexPath TEXT PRIMARY KEY, fields TEXT)')
  sql.exec("INSERT OR REPLACE INTO indexes VALUES ('agents.by_id', '[\"_id\"]')")
  for (const { table, document } of documents) {
    const id = idIn(document)
    sql.exec('INSERT INTO documents VALUES (?, ?, ?)', id, table, JSON.stringify(document))
    sql.exec(
      'INSERT INTO entries VALUES (?, ?, ?)',
      `${table}.by_id`,
      new TextEncoder().encode(id),
      id,
    )
  }
}

function idIn(document: unknown): string {
  if (typeof document === 'object' && document && '_id' in document) return String(document._id)
  throw new Error('A document has no id.')
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** An id of that release: 26 letters, and six that are made from the table's name. */
export function firstLayoutId(table: string, name: string): string {
  const letters = Array.from(name, (letter) => ALPHABET[(letter.codePointAt(0) ?? 0) % 32]).join('')
  let hash = 0x811c9dc5
  for (const letter of table)
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0
  const mark = Array.from({ length: 6 }, (_, at) => ALPHABET[(hash >>> (at * 5)) & 31])
  return letters.padStart(26, '0') + mark.join('')
}
