/** `ctx.db`, by the shape of Convex's `GenericDatabaseReader` and `GenericDatabaseWriter`. */
import type { Value } from 'convex/values'
import type { Catalog, TableDefinition } from './catalog.ts'
import { mismatch } from './checkValue.ts'
import type { StoredDocument } from './document.ts'
import { isIdOf } from './documentId.ts'
import { afterKey } from './keyRange.ts'
import { fieldsProblem } from './limits.ts'
import { encodeKey } from './orderKey.ts'
import type { QueryHost } from './plan.ts'
import { QueryInitializer } from './query.ts'
import type { Touched } from './storage/entry.ts'
import { unsupported } from './unsupported.ts'

type Fields = Record<string, Value | undefined>

export class DatabaseReader {
  /** Of Convex's own tables. */
  readonly system = unsupported('ctx.db.system')
  protected readonly host: QueryHost
  protected readonly catalog: Catalog

  constructor(host: QueryHost, catalog: Catalog) {
    this.host = host
    this.catalog = catalog
  }

  query(table: string): QueryInitializer {
    return new QueryInitializer(this.host, this.table(table))
  }

  async get(table: string, id: string): Promise<StoredDocument | null>
  async get(id: string): Promise<StoredDocument | null>
  async get(first: string, second?: string): Promise<StoredDocument | null> {
    const { table, id } = this.target('get', first, second)
    return this.read(table, id)
  }

  normalizeId(table: string, id: string): string | null {
    return isIdOf(this.table(table).name, id) ? id : null
  }

  protected read(table: TableDefinition, id: string): StoredDocument | null {
    const lower = encodeKey([id])
    this.host.log.read({ index: `${table.name}.by_id`, lower, upper: afterKey(lower) })
    return this.host.store.get(table, id)
  }

  protected table(name: string): TableDefinition {
    const table = this.catalog.get(name)
    if (!table) throw new Error(`Table "${name}" is not in the schema.`)
    return table
  }

  /** Both forms of a call: with the table before the id, or with the id alone, which tells its table. */
  protected target(
    method: string,
    first: string,
    second: string | undefined,
  ): { table: TableDefinition; id: string } {
    const id = second ?? first
    const table =
      second === undefined
        ? [...this.catalog.values()].find(({ name }) => isIdOf(name, id))
        : this.table(first)
    if (table && isIdOf(table.name, id)) return { table, id }
    const wanted = second === undefined ? 'an ID' : `an ID in table '${first}'`
    throw new Error(`Invalid argument \`id\` for \`db.${method}\`, expected ${wanted}, got '${id}'`)
  }
}

export class DatabaseWriter extends DatabaseReader {
  async insert(tableName: string, fields: Fields): Promise<string> {
    const table = this.table(tableName)
    const { document, touched } = this.host.store.insert(table, checkedFields(table, fields))
    this.#log(touched)
    return document._id
  }

  /** Changes the fields that are given; a field given as `undefined` goes away. */
  async patch(table: string, id: string, changes: Fields): Promise<void>
  async patch(id: string, changes: Fields): Promise<void>
  async patch(first: string, second: string | Fields, third?: Fields): Promise<void> {
    const { table, before, fields } = this.#change('patch', first, second, third)
    this.#replace(table, before, { ...before, ...fields })
  }

  async replace(table: string, id: string, fields: Fields): Promise<void>
  async replace(id: string, fields: Fields): Promise<void>
  async replace(first: string, second: string | Fields, third?: Fields): Promise<void> {
    const { table, before, fields } = this.#change('replace', first, second, third)
    this.#replace(table, before, fields)
  }

  async delete(table: string, id: string): Promise<void>
  async delete(id: string): Promise<void>
  async delete(first: string, second?: string): Promise<void> {
    const { table, id } = this.target('delete', first, second)
    const before = this.read(table, id)
    if (!before) throw new Error(`Delete on nonexistent document ID ${id}`)
    this.#log(this.host.store.delete(table, before))
  }

  #change(
    method: 'patch' | 'replace',
    first: string,
    second: string | Fields,
    third: Fields | undefined,
  ): { table: TableDefinition; before: StoredDocument; fields: Fields } {
    const withTable = typeof second === 'string'
    const { table, id } = this.target(method, first, withTable ? second : undefined)
    const fields = withTable ? third : second
    if (!fields) throw new Error(`Invalid argument \`value\` in \`db.${method}\`, expected object`)
    const before = this.read(table, id)
    if (!before) throw new Error(`${method} on nonexistent document ID ${id}`)
    return { table, before, fields }
  }

  #replace(table: TableDefinition, before: StoredDocument, after: Fields): void {
    const { _id = before._id, _creationTime = before._creationTime, ...fields } = after
    if (_id !== before._id || _creationTime !== before._creationTime) {
      throw new Error('Provided `_id` or `_creationTime` does not match the document')
    }
    const system = { _id: before._id, _creationTime: before._creationTime }
    const document = { ...checkedFields(table, fields), ...system }
    this.#log(this.host.store.replace(table, before, document))
  }

  #log(touched: Touched): void {
    for (const [index, key] of touched) this.host.log.wrote(index, key)
  }
}

/** The fields as they will be stored, if they fit the schema. */
function checkedFields(table: TableDefinition, fields: Fields): Fields {
  const defined = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  )
  const limit = fieldsProblem(defined)
  if (limit) throw new Error(limit)
  const problem = mismatch(table.document, defined)
  if (problem === null) return defined
  throw new Error(
    `Failed to insert or update a document in table "${table.name}" because it does not match the schema: ${problem}`,
  )
}
